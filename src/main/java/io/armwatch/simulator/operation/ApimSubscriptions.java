package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatedKeys;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Writes;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.Preconditions;
import io.armwatch.simulator.wire.WireJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** API Management subscriptions of services and of workspaces. */
final class ApimSubscriptions {
    private static final Set<String> PROPERTIES = Set.of(
            "ownerId",
            "scope",
            "displayName",
            "state",
            "startDate",
            "expirationDate",
            "endDate",
            "notificationDate",
            "primaryKey",
            "secondaryKey",
            "stateComment",
            "allowTracing");
    private static final Map<String, Set<String>> ENUMERATIONS =
            Map.of("state", Set.of("suspended", "active", "expired", "submitted", "rejected", "cancelled"));

    private final SimulatorState state;

    ApimSubscriptions(SimulatorState state) {
        this.state = state;
    }

    /** Adds the operations; their names in the reference begin with {@code group}. */
    void register(Operations operations, Kind kind, String group) {
        operations.addForResource(
                group + "_Get",
                kind,
                "GET",
                (call, id) -> Answer.of(200, state.estate().get(id)));
        operations.addForResource(
                group + "_GetEntityTag",
                kind,
                "HEAD",
                (call, id) -> Answer.of(200, state.estate().get(id)));
        operations.addForResource(group + "_CreateOrUpdate", kind, "PUT", this::put);
        operations.addForResource(group + "_Update", kind, "PATCH", this::patch);
        operations.addForResource(group + "_Delete", kind, "DELETE", this::delete);
        operations.addAction(group + "_ListSecrets", kind, "listsecrets", (call, id) -> secrets(id));
        operations.addAction(group + "_RegeneratePrimaryKey", kind, "regenerateprimarykey", (call, id) -> {
            state.rotate(id, true);
            return Answer.empty(204);
        });
        operations.addAction(group + "_RegenerateSecondaryKey", kind, "regeneratesecondarykey", (call, id) -> {
            state.rotate(id, false);
            return Answer.empty(204);
        });
    }

    private Answer put(Call call, SimulatedId id) {
        state.estate().requireAround(id, "write");
        ObjectNode requested = WireJson.member(call.json(), "properties");
        Writes.requireText(requested, "scope", "ValidationError");
        Writes.requireText(requested, "displayName", "ValidationError");
        Optional<Entity> old = state.estate().find(id);
        requireMatch(call, old);
        if (old.isPresent()) {
            return Answer.of(200, edit(id, requested));
        }
        ObjectNode body = Writes.resource(id);
        body.putObject("properties")
                .put("state", "submitted")
                .put("createdDate", state.stamps().nowInMillis());
        requireValid(requested);
        state.create(id, body);
        return Answer.of(201, edit(id, requested));
    }

    private Answer patch(Call call, SimulatedId id) {
        requireMatch(call, Optional.of(state.estate().get(id)));
        return Answer.of(200, edit(id, WireJson.member(call.json(), "properties")));
    }

    private Answer delete(Call call, SimulatedId id) {
        state.estate().requireAround(id, "delete");
        requireMatch(call, state.estate().find(id));
        return Writes.delete(state, id);
    }

    /** Changes the properties. Keys among them are stored separately, because GET never returns them. */
    private Entity edit(SimulatedId id, ObjectNode requested) {
        requireValid(requested);
        ObjectNode changes = requested.deepCopy();
        ObjectNode keys = changes.deepCopy().retain("primaryKey", "secondaryKey");
        changes.remove(keys.properties().stream().map(Map.Entry::getKey).toList());
        return state.estate().change(id, entity -> {
            Entity edited = entity.edited(state.etag(id), body -> {
                ObjectNode properties = body.withObjectProperty("properties");
                date(properties, changes);
                WireJson.merge(properties, changes);
            });
            return keys.isEmpty() ? edited : edited.with(chosen(edited.requireKeys(), keys), edited.etag());
        });
    }

    private static void requireValid(ObjectNode requested) {
        Writes.requireKnown(requested, PROPERTIES, "SubscriptionContractProperties");
        Writes.requireAmong(requested, ENUMERATIONS);
    }

    /** Sets the start or end date if the new state activates or ends the subscription, as the service does. */
    private void date(ObjectNode properties, ObjectNode changes) {
        String before = properties.path("state").asText();
        String after = changes.path("state").asText(before);
        if (before.equals(after)) {
            return;
        }
        if (after.equals("active") && !properties.hasNonNull("startDate")) {
            properties.put("startDate", state.stamps().nowInMillis());
        } else if (after.equals("cancelled") || after.equals("expired")) {
            properties.put("endDate", state.stamps().nowInMillis());
        }
    }

    private SimulatedKeys chosen(SimulatedKeys old, ObjectNode keys) {
        SimulatedKeys changed = old;
        if (keys.hasNonNull("primaryKey")) {
            String key = Writes.requireText(keys, "primaryKey", "ValidationError");
            changed = changed.withPrimary(
                    state.secrets().remember(key), state.stamps().instant());
        }
        if (keys.hasNonNull("secondaryKey")) {
            String key = Writes.requireText(keys, "secondaryKey", "ValidationError");
            changed = changed.withSecondary(
                    state.secrets().remember(key), state.stamps().instant());
        }
        return changed;
    }

    private static void requireMatch(Call call, Optional<Entity> entity) {
        boolean matches = call.header("If-Match")
                .map(wanted -> Preconditions.matches(wanted, entity.flatMap(Entity::shownEtag)))
                .orElse(true);
        if (!matches) {
            throw new ArmErrorException(412, "PreconditionFailed", "Resource was modified since last retrieval.");
        }
    }

    private Answer secrets(SimulatedId id) {
        Entity subscription = state.estate().get(id);
        SimulatedKeys keys = subscription.requireKeys();
        ObjectNode body = WireJson.object().put("primaryKey", keys.primary()).put("secondaryKey", keys.secondary());
        return new Answer(200, WireJson.render(body), subscription.shownEtag(), Map.of());
    }
}
