package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.simulator.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Bodies of resources, taken from the official examples. */
public final class Samples {
    static final String SOME_TIME = "2021-07-02T01:01:01.1075056Z";

    private Samples() {}

    static ObjectNode batch(SimulatedId id, String location) {
        ObjectNode body = Writes.resource(id).put("location", location);
        ObjectNode properties = batchProperties(id.name(), location);
        properties
                .putObject("autoStorage")
                .put(
                        "storageAccountId",
                        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Storage/storageAccounts/samplestorage"
                                .formatted(id.subscription(), id.group()))
                .put("lastKeySync", "2016-03-10T23:48:38.9878479Z");
        body.set("properties", properties);
        body.putObject("identity").put("type", "None");
        return body;
    }

    public static ObjectNode batchProperties(String name, String location) {
        ObjectNode properties = WireJson.object()
                .put("accountEndpoint", "%s.%s.batch.azure.com".formatted(name, location))
                .put("provisioningState", "Succeeded")
                .put("poolAllocationMode", "BatchService")
                .put("dedicatedCoreQuota", 20)
                .put("lowPriorityCoreQuota", 20)
                .put("poolQuota", 20)
                .put("activeJobAndJobScheduleQuota", 20)
                .put("publicNetworkAccess", "Enabled");
        properties.putObject("encryption").put("keySource", "Microsoft.Batch");
        properties
                .putArray("allowedAuthenticationModes")
                .add("SharedKey")
                .add("AAD")
                .add("TaskAuthenticationToken");
        return properties;
    }

    static void addPrivateEndpoint(ObjectNode batch, SimulatedId id) {
        String name = "testprivateEndpointConnection.24d6b4b5-e65c-4330-bbe9-3a290d62f8e0";
        ObjectNode connection = batch.withObjectProperty("properties")
                .putArray("privateEndpointConnections")
                .addObject()
                .put("id", id.text() + "/privateEndpointConnections/" + name)
                .put("name", name)
                .put("type", "Microsoft.Batch/batchAccounts/privateEndpointConnections");
        ObjectNode properties = connection.putObject("properties");
        properties
                .putObject("privateEndpoint")
                .put(
                        "id",
                        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/privateEndpoints/testprivateEndpoint"
                                .formatted(id.subscription(), id.group()));
        properties
                .putObject("privateLinkServiceConnectionState")
                .put("status", "Approved")
                .put("description", "Approved by xyz.abc@company.com");
    }

    static ObjectNode certificate(SimulatedId id, SimulatedCertificate certificate) {
        ObjectNode body = Writes.resource(id);
        body.putObject("properties")
                .put("thumbprintAlgorithm", "sha1")
                .put("thumbprint", certificate.thumbprint())
                .put("provisioningState", "Succeeded")
                .put("provisioningStateTransitionTime", "2017-07-21T01:47:38.4420202Z")
                .put("format", "Pfx")
                .put("publicData", certificate.publicData());
        return body;
    }

    public static ObjectNode maps(SimulatedId id, String location, String sku, String generation) {
        ObjectNode body = Writes.resource(id).put("location", location).put("kind", generation);
        body.putObject("sku").put("name", sku).put("tier", "Standard");
        body.putObject("systemData")
                .put("createdBy", "simulator")
                .put("createdByType", "Application")
                .put("createdAt", SOME_TIME)
                .put("lastModifiedBy", "simulator")
                .put("lastModifiedByType", "Application")
                .put("lastModifiedAt", SOME_TIME);
        body.putObject("properties")
                .put("uniqueId", uuid(id))
                .put("disableLocalAuth", false)
                .put("provisioningState", "Succeeded")
                .putArray("linkedResources");
        return body;
    }

    static ObjectNode apimService(SimulatedId id, String location) {
        ObjectNode body = Writes.resource(id).put("location", location).put("etag", "AAAAAAAWN/4=");
        String host = id.name().toLowerCase(Locale.ROOT);
        body.putObject("properties")
                .put("publisherEmail", "bar@contoso.com")
                .put("publisherName", "Contoso")
                .put("provisioningState", "Succeeded")
                .put("targetProvisioningState", "")
                .put("createdAtUtc", "2021-06-16T09:40:00.9453556Z")
                .put("gatewayUrl", "https://" + host + ".azure-api.net")
                .put("publicNetworkAccess", "Enabled");
        body.putObject("sku").put("name", "Developer").put("capacity", 1);
        return body;
    }

    /** A subscription to a product, owned by a user. */
    static ObjectNode apimSubscription(SimulatedId id, String user, String product, String state, String created) {
        ObjectNode body = Writes.resource(id);
        body.putObject("properties")
                .put("ownerId", id.parent() + "/users/" + user)
                .put("scope", id.parent() + "/products/" + product)
                .put("state", state)
                .put("createdDate", created);
        return body;
    }

    /** The built-in subscription of every service: for all APIs and without an owner. */
    static ObjectNode apimMaster(SimulatedId id) {
        ObjectNode body = Writes.resource(id);
        body.putObject("properties")
                .put("scope", id.parent() + "/")
                .put("displayName", "Built-in all-access subscription")
                .put("state", "active")
                .put("createdDate", "2015-09-22T01:57:39.677Z")
                .put("allowTracing", false);
        return body;
    }

    /** A resource like the official example of its kind, without its secrets. */
    static ObjectNode official(SimulatedId id) {
        ObjectNode body = id.kind().example().orElseGet(WireJson::object);
        String old = body.path("id").asText();
        if (!old.isEmpty()) {
            replace(body, old, id.text());
        }
        body.setAll(Writes.resource(id));
        id.kind().behaviour().secrets().forEach(pointer -> Pointers.forEachParent(body, pointer, ObjectNode::remove));
        return body;
    }

    /** Moves every id in a body that begins with the old one. */
    private static void replace(ObjectNode body, String old, String now) {
        body.properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode object) {
                replace(object, old, now);
            } else if (member.getValue().isTextual()
                    && member.getValue().asText().regionMatches(true, 0, old, 0, old.length())) {
                member.setValue(
                        TextNode.valueOf(now + member.getValue().asText().substring(old.length())));
            }
        });
    }

    private static String uuid(SimulatedId id) {
        return UUID.nameUUIDFromBytes(id.key().getBytes(StandardCharsets.UTF_8)).toString();
    }
}
