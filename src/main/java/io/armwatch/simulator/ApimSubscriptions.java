package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** API Management services (as much of them as discovery needs) and their subscriptions. */
final class ApimSubscriptions {
    private static final Kind KIND = Kind.APIM_SUBSCRIPTION;
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

    private final World world;

    ApimSubscriptions(World world) {
        this.world = world;
    }

    void register(Operations operations) {
        operations.one(
                "ApiManagementService_Get",
                Kind.APIM_SERVICE,
                "GET",
                (call, id) -> Answer.of(200, world.estate().get(id)));
        operations.one(
                "Subscription_Get",
                KIND,
                "GET",
                (call, id) -> Answer.of(200, world.estate().get(id)));
        operations.one(
                "Subscription_GetEntityTag",
                KIND,
                "HEAD",
                (call, id) -> Answer.of(200, world.estate().get(id)));
        operations.one("Subscription_CreateOrUpdate", KIND, "PUT", this::put);
        operations.one("Subscription_Update", KIND, "PATCH", this::patch);
        operations.one("Subscription_Delete", KIND, "DELETE", this::delete);
        operations.action("Subscription_ListSecrets", KIND, "listsecrets", (call, id) -> secrets(id));
        operations.action("Subscription_RegeneratePrimaryKey", KIND, "regenerateprimarykey", (call, id) -> {
            world.rotate(id, true);
            return Answer.empty(204);
        });
        operations.action("Subscription_RegenerateSecondaryKey", KIND, "regeneratesecondarykey", (call, id) -> {
            world.rotate(id, false);
            return Answer.empty(204);
        });
    }

    private Answer put(Call call, ArmId id) {
        world.estate().requireAround(id, "write");
        ObjectNode asked = Json.member(call.json(), "properties");
        Writes.requireText(asked, "scope", "ValidationError");
        Writes.requireText(asked, "displayName", "ValidationError");
        Optional<Entity> old = world.estate().find(id);
        requireMatch(call, old);
        if (old.isPresent()) {
            return Answer.of(200, edit(id, asked));
        }
        ObjectNode body = Writes.resource(id);
        body.putObject("properties")
                .put("state", "submitted")
                .put("createdDate", world.stamps().nowInMillis());
        requireValid(asked);
        world.create(id, body);
        return Answer.of(201, edit(id, asked));
    }

    private Answer patch(Call call, ArmId id) {
        requireMatch(call, Optional.of(world.estate().get(id)));
        return Answer.of(200, edit(id, Json.member(call.json(), "properties")));
    }

    private Answer delete(Call call, ArmId id) {
        world.estate().requireAround(id, "delete");
        requireMatch(call, world.estate().find(id));
        return Writes.delete(world, id);
    }

    /** Changes the properties; keys that come with them are kept apart, for GET never shows them. */
    private Entity edit(ArmId id, ObjectNode asked) {
        requireValid(asked);
        ObjectNode changes = asked.deepCopy();
        ObjectNode keys = changes.deepCopy().retain("primaryKey", "secondaryKey");
        changes.remove(keys.properties().stream().map(Map.Entry::getKey).toList());
        return world.estate().change(id, entity -> {
            Entity edited = entity.edited(world.stamps().etag(KIND), body -> {
                ObjectNode properties = body.withObjectProperty("properties");
                date(properties, changes);
                Json.merge(properties, changes);
            });
            return keys.isEmpty() ? edited : edited.with(chosen(edited.requireKeys(), keys), edited.etag());
        });
    }

    private static void requireValid(ObjectNode asked) {
        Writes.requireKnown(asked, PROPERTIES, "SubscriptionContractProperties");
        Writes.requireAmong(asked, ENUMERATIONS);
    }

    /** A state that begins or ends the subscription dates it, as the service does. */
    private void date(ObjectNode properties, ObjectNode changes) {
        String before = properties.path("state").asText();
        String after = changes.path("state").asText(before);
        if (before.equals(after)) {
            return;
        }
        if (after.equals("active") && !properties.hasNonNull("startDate")) {
            properties.put("startDate", world.stamps().nowInMillis());
        } else if (after.equals("cancelled") || after.equals("expired")) {
            properties.put("endDate", world.stamps().nowInMillis());
        }
    }

    private Keys chosen(Keys old, ObjectNode keys) {
        Keys changed = old;
        if (keys.hasNonNull("primaryKey")) {
            String key = Writes.requireText(keys, "primaryKey", "ValidationError");
            changed = changed.withPrimary(
                    world.secrets().remember(key), world.stamps().instant());
        }
        if (keys.hasNonNull("secondaryKey")) {
            String key = Writes.requireText(keys, "secondaryKey", "ValidationError");
            changed = changed.withSecondary(
                    world.secrets().remember(key), world.stamps().instant());
        }
        return changed;
    }

    private static void requireMatch(Call call, Optional<Entity> entity) {
        boolean matches = call.header("If-Match")
                .map(wanted -> Preconditions.matches(wanted, entity.flatMap(Entity::shownEtag)))
                .orElse(true);
        if (!matches) {
            throw new Refusal(412, "PreconditionFailed", "Resource was modified since last retrieval.");
        }
    }

    private Answer secrets(ArmId id) {
        Entity subscription = world.estate().get(id);
        Keys keys = subscription.requireKeys();
        ObjectNode body = Json.object().put("primaryKey", keys.primary()).put("secondaryKey", keys.secondary());
        return new Answer(200, Json.render(body), subscription.shownEtag(), Map.of());
    }
}
