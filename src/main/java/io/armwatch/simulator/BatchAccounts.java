package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Batch accounts. PATCH merges any property of the definition, also those that ARM keeps to itself (quotas,
 * provisioning state), so that every difference can be brought about.
 */
final class BatchAccounts {
    private static final Kind KIND = Kind.BATCH_ACCOUNT;
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "identity", "properties");
    private static final Set<String> PROPERTIES = Set.of(
            "accountEndpoint",
            "nodeManagementEndpoint",
            "provisioningState",
            "poolAllocationMode",
            "keyVaultReference",
            "publicNetworkAccess",
            "networkProfile",
            "privateEndpointConnections",
            "autoStorage",
            "encryption",
            "dedicatedCoreQuota",
            "lowPriorityCoreQuota",
            "dedicatedCoreQuotaPerVMFamily",
            "dedicatedCoreQuotaPerVMFamilyEnforced",
            "poolQuota",
            "activeJobAndJobScheduleQuota",
            "allowedAuthenticationModes");
    private static final Map<String, Set<String>> ENUMERATIONS = Map.of(
            "publicNetworkAccess", Set.of("Enabled", "Disabled", "SecuredByPerimeter"),
            "poolAllocationMode", Set.of("BatchService", "UserSubscription"),
            "provisioningState", Set.of("Invalid", "Creating", "Deleting", "Succeeded", "Failed", "Cancelled"));

    private final World world;

    BatchAccounts(World world) {
        this.world = world;
    }

    void register(Operations operations) {
        operations.one(
                "BatchAccount_Get",
                KIND,
                "GET",
                (call, id) -> Answer.of(200, world.estate().get(id)));
        operations.one("BatchAccount_Create", KIND, "PUT", this::put);
        operations.one("BatchAccount_Update", KIND, "PATCH", this::patch);
        operations.one("BatchAccount_Delete", KIND, "DELETE", (call, id) -> Writes.delete(world, id));
        operations.action(
                "BatchAccount_GetKeys",
                KIND,
                "listkeys",
                (call, id) -> keys(world.estate().get(id)));
        operations.action("BatchAccount_RegenerateKey", KIND, "regeneratekeys", this::regenerate);
        operations.action("BatchAccount_SynchronizeAutoStorageKeys", KIND, "synchronizeautostoragekeys", this::sync);
    }

    private Answer put(Call call, ArmId id) {
        world.estate().requireGroup(id.subscription(), id.group());
        ObjectNode asked = call.json();
        String location = Writes.requireText(asked, "location", "LocationRequired");
        ObjectNode body = Writes.resource(id).put("location", location);
        body.set("properties", Samples.batchProperties(id.name(), location));
        apply(body, asked);
        return Answer.of(
                200,
                world.estate().find(id).isPresent() ? world.edit(id, old -> old.setAll(body)) : world.create(id, body));
    }

    private Answer patch(Call call, ArmId id) {
        world.estate().get(id);
        ObjectNode asked = call.json();
        return Answer.of(200, world.edit(id, body -> apply(body, asked)));
    }

    private void apply(ObjectNode body, ObjectNode asked) {
        Writes.requireKnown(asked, MEMBERS, "BatchAccountUpdateParameters");
        ObjectNode changes = Json.member(asked, "properties").deepCopy();
        Writes.requireKnown(changes, PROPERTIES, "BatchAccountUpdateProperties");
        Writes.requireAmong(changes, ENUMERATIONS);
        Writes.requireAmong(
                Json.member(changes, "encryption"),
                Map.of("keySource", Set.of("Microsoft.Batch", "Microsoft.KeyVault")));
        ObjectNode storage = Json.member(changes, "autoStorage");
        if (storage.hasNonNull("storageAccountId") && !storage.has("lastKeySync")) {
            storage.put("lastKeySync", world.stamps().now());
        }
        Writes.putTags(body, asked);
        if (asked.has("identity")) {
            body.set("identity", Json.member(asked, "identity").deepCopy());
        }
        Json.merge(body.withObjectProperty("properties"), changes);
    }

    private Answer sync(Call call, ArmId id) {
        world.edit(id, body -> {
            ObjectNode storage = Json.member(Json.member(body, "properties"), "autoStorage");
            if (storage.isEmpty()) {
                throw new Refusal(
                        409, "NoAutoStorageAccount", "The account '" + id.name() + "' has no auto-storage account.");
            }
            storage.put("lastKeySync", world.stamps().now());
        });
        return Answer.empty(204);
    }

    private Answer regenerate(Call call, ArmId id) {
        world.estate().get(id);
        String which = Writes.requireText(call.json(), "keyName", "InvalidRequestContent");
        if (!which.equals("Primary") && !which.equals("Secondary")) {
            throw Refusal.invalidContent("Error converting value '" + which + "' of 'keyName'");
        }
        return keys(world.rotate(id, which.equals("Primary")));
    }

    private static Answer keys(Entity account) {
        Keys keys = account.requireKeys();
        return Answer.of(
                200,
                Json.render(Json.object()
                        .put("accountName", account.id().name())
                        .put("primary", keys.primary())
                        .put("secondary", keys.secondary())));
    }
}
