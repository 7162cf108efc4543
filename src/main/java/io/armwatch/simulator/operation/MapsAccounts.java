package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.Samples;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatedKeys;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Stamps;
import io.armwatch.simulator.estate.Writes;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import java.util.Map;
import java.util.Set;

/** Azure Maps accounts and their keys. */
final class MapsAccounts {
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "kind", "sku", "identity", "properties");
    private static final Set<String> PROPERTIES =
            Set.of("uniqueId", "disableLocalAuth", "provisioningState", "linkedResources", "cors", "encryption");

    private final SimulatorState state;

    MapsAccounts(SimulatorState state) {
        this.state = state;
    }

    void register(Operations operations, Kind kind) {
        operations.addForResource(
                "Accounts_Get",
                kind,
                "GET",
                (call, id) -> Answer.of(200, state.estate().get(id)));
        operations.addForResource("Accounts_CreateOrUpdate", kind, "PUT", this::put);
        operations.addForResource("Accounts_Update", kind, "PATCH", this::patch);
        operations.addForResource("Accounts_Delete", kind, "DELETE", (call, id) -> Writes.delete(state, id));
        operations.addAction(
                "Accounts_ListKeys",
                kind,
                "listkeys",
                (call, id) -> keys(state.estate().get(id)));
        operations.addAction("Accounts_RegenerateKeys", kind, "regeneratekey", this::regenerate);
    }

    private Answer put(Call call, SimulatedId id) {
        state.estate().requireGroup(id.subscription(), id.group());
        ObjectNode requested = call.json();
        ObjectNode body = Samples.maps(id, Writes.requireText(requested, "location", "LocationRequired"), "G2", "Gen2");
        String sku = Writes.requireText(WireJson.member(requested, "sku"), "name", "InvalidRequestContent");
        apply(body, requested);
        Writes.requireAmong(WireJson.member(body, "sku"), Map.of("name", Set.of("S0", "S1", "G2")));
        ((ObjectNode) body.get("sku")).put("name", sku).put("tier", "Standard");
        boolean exists = state.estate().find(id).isPresent();
        return Answer.of(exists ? 200 : 201, exists ? state.edit(id, old -> old.setAll(body)) : state.create(id, body));
    }

    private Answer patch(Call call, SimulatedId id) {
        state.estate().get(id);
        ObjectNode requested = call.json();
        return Answer.of(200, state.edit(id, body -> apply(body, requested)));
    }

    private void apply(ObjectNode body, ObjectNode requested) {
        Writes.requireKnown(requested, MEMBERS, "MapsAccountUpdateParameters");
        Writes.requireAmong(requested, Map.of("kind", Set.of("Gen1", "Gen2")));
        ObjectNode changes = WireJson.member(requested, "properties");
        Writes.requireKnown(changes, PROPERTIES, "MapsAccountProperties");
        Writes.putTags(body, requested);
        for (String member : new String[] {"kind", "sku", "identity"}) {
            if (requested.hasNonNull(member)) {
                body.set(member, requested.get(member).deepCopy());
            }
        }
        WireJson.merge(body.withObjectProperty("properties"), changes);
        WireJson.merge(
                body.withObjectProperty("systemData"),
                WireJson.object().put("lastModifiedAt", state.stamps().now()));
    }

    private Answer regenerate(Call call, SimulatedId id) {
        state.estate().get(id);
        String which = Writes.requireText(call.json(), "keyType", "InvalidRequestContent");
        if (!which.equals("primary") && !which.equals("secondary")) {
            throw ArmErrorException.invalidContent("Error converting value '" + which + "' of 'keyType'");
        }
        return keys(state.rotate(id, which.equals("primary")));
    }

    private static Answer keys(Entity account) {
        SimulatedKeys keys = account.requireKeys();
        return Answer.of(
                200,
                WireJson.render(WireJson.object()
                        .put("primaryKey", keys.primary())
                        .put("primaryKeyLastUpdated", Stamps.format(keys.primaryAt()))
                        .put("secondaryKey", keys.secondary())
                        .put("secondaryKeyLastUpdated", Stamps.format(keys.secondaryAt()))));
    }
}
