package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.Samples;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatedKeys;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Writes;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import java.util.Map;
import java.util.Set;

/**
 * Batch accounts. PATCH accepts every property of the definition, also those that are read-only in ARM (quotas,
 * provisioning state), so that every change can be simulated.
 */
final class BatchAccounts {
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

    private final SimulatorState state;

    BatchAccounts(SimulatorState state) {
        this.state = state;
    }

    void register(Operations operations, Kind kind) {
        operations.addForResource(
                "BatchAccount_Get",
                kind,
                "GET",
                (call, id) -> Answer.of(200, state.estate().get(id)));
        operations.addForResource("BatchAccount_Create", kind, "PUT", this::put);
        operations.addForResource("BatchAccount_Update", kind, "PATCH", this::patch);
        operations.addForResource("BatchAccount_Delete", kind, "DELETE", (call, id) -> Writes.delete(state, id));
        operations.addAction(
                "BatchAccount_GetKeys",
                kind,
                "listkeys",
                (call, id) -> keys(state.estate().get(id)));
        operations.addAction("BatchAccount_RegenerateKey", kind, "regeneratekeys", this::regenerate);
        operations.addAction("BatchAccount_SynchronizeAutoStorageKeys", kind, "synchronizeautostoragekeys", this::sync);
    }

    private Answer put(Call call, SimulatedId id) {
        state.estate().requireGroup(id.subscription(), id.group());
        ObjectNode requested = call.json();
        String location = Writes.requireText(requested, "location", "LocationRequired");
        ObjectNode body = Writes.resource(id).put("location", location);
        body.set("properties", Samples.batchProperties(id.name(), location));
        apply(body, requested);
        return Answer.of(
                200,
                state.estate().find(id).isPresent() ? state.edit(id, old -> old.setAll(body)) : state.create(id, body));
    }

    private Answer patch(Call call, SimulatedId id) {
        state.estate().get(id);
        ObjectNode requested = call.json();
        return Answer.of(200, state.edit(id, body -> apply(body, requested)));
    }

    private void apply(ObjectNode body, ObjectNode requested) {
        Writes.requireKnown(requested, MEMBERS, "BatchAccountUpdateParameters");
        ObjectNode changes = WireJson.member(requested, "properties").deepCopy();
        Writes.requireKnown(changes, PROPERTIES, "BatchAccountUpdateProperties");
        Writes.requireAmong(changes, ENUMERATIONS);
        Writes.requireAmong(
                WireJson.member(changes, "encryption"),
                Map.of("keySource", Set.of("Microsoft.Batch", "Microsoft.KeyVault")));
        ObjectNode storage = WireJson.member(changes, "autoStorage");
        if (storage.hasNonNull("storageAccountId") && !storage.has("lastKeySync")) {
            storage.put("lastKeySync", state.stamps().now());
        }
        Writes.putTags(body, requested);
        if (requested.has("identity")) {
            body.set("identity", WireJson.member(requested, "identity").deepCopy());
        }
        WireJson.merge(body.withObjectProperty("properties"), changes);
    }

    private Answer sync(Call call, SimulatedId id) {
        state.edit(id, body -> {
            ObjectNode storage = WireJson.member(WireJson.member(body, "properties"), "autoStorage");
            if (storage.isEmpty()) {
                throw new ArmErrorException(
                        409, "NoAutoStorageAccount", "The account '" + id.name() + "' has no auto-storage account.");
            }
            storage.put("lastKeySync", state.stamps().now());
        });
        return Answer.empty(204);
    }

    private Answer regenerate(Call call, SimulatedId id) {
        state.estate().get(id);
        String which = Writes.requireText(call.json(), "keyName", "InvalidRequestContent");
        if (!which.equals("Primary") && !which.equals("Secondary")) {
            throw ArmErrorException.invalidContent("Error converting value '" + which + "' of 'keyName'");
        }
        return keys(state.rotate(id, which.equals("Primary")));
    }

    private static Answer keys(Entity account) {
        SimulatedKeys keys = account.requireKeys();
        return Answer.of(
                200,
                WireJson.render(WireJson.object()
                        .put("accountName", account.id().name())
                        .put("primary", keys.primary())
                        .put("secondary", keys.secondary())));
    }
}
