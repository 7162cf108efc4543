package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Templates;
import io.armwatch.simulator.estate.Writes;
import io.armwatch.simulator.kind.Behaviour.PlainAction;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operations that every kind has: read, list, write, delete and the actions of its {@code behaviour.json}. PATCH
 * accepts every property of the definition, also those that are read-only in ARM, so that every change can be simulated.
 */
final class PlainOperations {
    private final SimulatorState state;
    private final Lists lists;

    PlainOperations(SimulatorState state) {
        this.state = state;
        this.lists = new Lists(state.estate(), state.options().pageSize());
    }

    /** Adds the operations of a kind, except those that have code of their own already. */
    void register(Operations operations, Kind kind) {
        addForResource(
                operations,
                kind,
                "GET",
                "Get",
                (call, id) -> Answer.of(200, state.estate().get(id)));
        if (kind.operations().getOrDefault("one", Map.of()).containsKey("HEAD")) {
            addForResource(
                    operations,
                    kind,
                    "HEAD",
                    "GetEntityTag",
                    (call, id) -> Answer.of(200, state.estate().get(id)));
        }
        addForResource(operations, kind, "PUT", "CreateOrUpdate", this::put);
        addForResource(operations, kind, "PATCH", "Update", this::patch);
        addForResource(operations, kind, "DELETE", "Delete", (call, id) -> Writes.delete(state, id));
        kind.operations().forEach((verb, methods) -> {
            if (verb.startsWith("in-")) {
                operations.addIfAbsent(methods.getOrDefault("GET", kind.segment()), kind, verb, "GET", lists::answer);
            }
        });
        kind.behaviour().actions().forEach((name, action) -> {
            String operation = kind.operations().getOrDefault(name, Map.of()).getOrDefault("POST", derived(kind, name));
            operations.addActionIfAbsent(operation, kind, name, (call, id) -> act(call, id, action));
        });
    }

    private static void addForResource(
            Operations operations, Kind kind, String method, String suffix, Operations.OnResource handler) {
        String name = kind.operations().getOrDefault("one", Map.of()).getOrDefault(method, derived(kind, suffix));
        operations.addForResourceIfAbsent(name, kind, method, handler);
    }

    /** The name of an operation that the trimmed definition lacks, after those that it has. */
    private static String derived(Kind kind, String suffix) {
        String known = kind.operations().values().stream()
                .flatMap(methods -> methods.values().stream())
                .findFirst()
                .orElse(kind.segment());
        int underscore = known.indexOf('_');
        return (underscore < 0 ? known : known.substring(0, underscore)) + "_"
                + suffix.substring(0, 1).toUpperCase(Locale.ROOT) + suffix.substring(1);
    }

    private Answer put(Call call, SimulatedId id) {
        if (!id.kind().isAzureSubscription()) {
            state.estate().requireAround(id, "write");
        }
        ObjectNode requested = call.json();
        if (id.kind().schema().requiresLocation()) {
            Writes.requireText(requested, "location", "LocationRequired");
        }
        ObjectNode body = Writes.resource(id);
        apply(id, body, requested);
        if (id.kind().schema().has("properties", "provisioningState")
                && !body.path("properties").has("provisioningState")) {
            body.withObjectProperty("properties").put("provisioningState", "Succeeded");
        }
        if (state.estate().find(id).isPresent()) {
            return Answer.of(200, state.edit(id, old -> old.removeAll().setAll(body)));
        }
        return Answer.of(201, state.create(id, body));
    }

    private Answer patch(Call call, SimulatedId id) {
        state.estate().get(id);
        ObjectNode requested = call.json();
        return Answer.of(200, state.edit(id, body -> apply(id, body, requested)));
    }

    private static void apply(SimulatedId id, ObjectNode body, ObjectNode requested) {
        id.kind().schema().check(requested);
        ObjectNode changes = requested.deepCopy();
        changes.remove(List.of("id", "name", "type"));
        Writes.putTags(body, changes);
        changes.remove("tags");
        WireJson.merge(body, changes);
    }

    private Answer act(Call call, SimulatedId id, PlainAction action) {
        state.estate().get(id);
        ObjectNode requested = call.body().length() == 0 ? WireJson.object() : call.json();
        action.requires().forEach((member, allowed) -> {
            if (!allowed.contains(Writes.requireText(requested, member, "InvalidRequestContent"))) {
                throw ArmErrorException.invalidContent("Error converting value of '" + member + "'");
            }
        });
        Templates templates = new Templates(state, id, requested);
        if (!action.renews().isEmpty()) {
            state.renew(id, templates.text(action.renews()));
        }
        Optional<ObjectNode> simulated = call.parameter("simulate").map(action.simulated()::get);
        ObjectNode patch = templates.fill(simulated.orElse(action.patch()));
        if (!patch.isEmpty()) {
            state.edit(id, body -> WireJson.merge(body, patch));
        }
        return action.answer().isEmpty()
                ? Answer.of(200, state.estate().get(id))
                : Answer.of(200, WireJson.render(templates.fill(action.answer())));
    }
}
