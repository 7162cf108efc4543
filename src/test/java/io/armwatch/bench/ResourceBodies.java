package io.armwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.SimulatedCertificate;
import java.util.List;

/** Entries of a seed: bodies of 1 to 2 KB, as Azure answers resources that are in use. */
final class ResourceBodies {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> FAMILIES = List.of(
            "standardDv2Family",
            "standardDSv2Family",
            "standardDDSv4Family",
            "standardDADSv5Family",
            "standardESv4Family",
            "standardEDSv5Family",
            "standardFSv2Family",
            "standardHBrsv2Family",
            "standardNCASv3_T4Family",
            "standardNVADSA10v5Family");

    private ResourceBodies() {}

    /** An entry that is filled after the official examples. */
    static ObjectNode bare(String id) {
        return MAPPER.createObjectNode().put("id", id);
    }

    static ObjectNode batchAccount(String id) {
        ObjectNode entry = resource(id, "Microsoft.Batch/batchAccounts").put("location", "westeurope");
        entry.putObject("tags").put("costCenter", "4711").put("environment", "production");
        entry.putObject("identity").put("type", "None");
        ObjectNode properties = entry.putObject("properties")
                .put("accountEndpoint", name(id) + ".westeurope.batch.azure.com")
                .put("nodeManagementEndpoint", "5e1d0d33.westeurope.service.batch.azure.com")
                .put("provisioningState", "Succeeded")
                .put("poolAllocationMode", "BatchService")
                .put("publicNetworkAccess", "Enabled")
                .put("dedicatedCoreQuota", 20)
                .put("lowPriorityCoreQuota", 20)
                .put("dedicatedCoreQuotaPerVMFamilyEnforced", true)
                .put("poolQuota", 20)
                .put("activeJobAndJobScheduleQuota", 20);
        ArrayNode quotas = properties.putArray("dedicatedCoreQuotaPerVMFamily");
        FAMILIES.forEach(family -> quotas.addObject().put("name", family).put("coreQuota", 20));
        properties.putArray("privateEndpointConnections");
        properties
                .putObject("autoStorage")
                .put(
                        "storageAccountId",
                        id.substring(0, id.indexOf("/Microsoft.Batch/"))
                                + "/Microsoft.Storage/storageAccounts/samplestorage")
                .put("authenticationMode", "StorageKeys")
                .put("lastKeySync", "2016-03-10T23:48:38.9878479Z");
        properties.putObject("encryption").put("keySource", "Microsoft.Batch");
        properties
                .putArray("allowedAuthenticationModes")
                .add("SharedKey")
                .add("AAD")
                .add("TaskAuthenticationToken");
        return entry;
    }

    static ObjectNode certificate(String id, SimulatedCertificate certificate) {
        ObjectNode entry = resource(id, "Microsoft.Batch/batchAccounts/certificates");
        entry.putObject("properties")
                .put("thumbprintAlgorithm", "sha1")
                .put("thumbprint", certificate.thumbprint())
                .put("provisioningState", "Succeeded")
                .put("provisioningStateTransitionTime", "2017-07-21T01:47:38.4420202Z")
                .put("format", "Pfx")
                .put("publicData", certificate.publicData());
        return entry;
    }

    static ObjectNode apimSubscription(String id) {
        String service = id.substring(0, id.indexOf("/subscriptions/", 1));
        ObjectNode entry = resource(id, "Microsoft.ApiManagement/service/subscriptions");
        entry.putObject("properties")
                .put("ownerId", service + "/users/5931a75ae4bbd512288c680b")
                .put("scope", service + "/products/unlimited-access-for-partners")
                .put("displayName", "Partner portal, production, " + name(id))
                .put("state", "active")
                .put("createdDate", "2021-06-16T09:40:00.453Z")
                .put("startDate", "2021-06-17T00:00:00Z")
                .put("expirationDate", "2031-06-17T00:00:00Z")
                .putNull("endDate")
                .put("notificationDate", "2031-05-17T00:00:00Z")
                .put(
                        "stateComment",
                        "Approved by the API board on 2021-06-16: at most 500 calls a minute, invoiced monthly; "
                                + "the partner's duty engineer is to be told two weeks before any change of a contract.")
                .put("allowTracing", false);
        return entry;
    }

    private static ObjectNode resource(String id, String type) {
        return bare(id).put("name", name(id)).put("type", type);
    }

    private static String name(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
