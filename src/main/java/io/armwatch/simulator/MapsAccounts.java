package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Azure Maps accounts and their keys. */
final class MapsAccounts {
    private static final Kind KIND = Kind.MAPS_ACCOUNT;
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "kind", "sku", "identity", "properties");
    private static final Set<String> PROPERTIES =
            Set.of("uniqueId", "disableLocalAuth", "provisioningState", "linkedResources", "cors", "encryption");

    private final World world;

    MapsAccounts(World world) {
        this.world = world;
    }

    void register(Operations operations) {
        operations.one(
                "Accounts_Get",
                KIND,
                "GET",
                (call, id) -> Answer.of(200, world.estate().get(id)));
        operations.one("Accounts_CreateOrUpdate", KIND, "PUT", this::put);
        operations.one("Accounts_Update", KIND, "PATCH", this::patch);
        operations.one("Accounts_Delete", KIND, "DELETE", (call, id) -> Writes.delete(world, id));
        operations.action(
                "Accounts_ListKeys",
                KIND,
                "listkeys",
                (call, id) -> keys(world.estate().get(id)));
        operations.action("Accounts_RegenerateKeys", KIND, "regeneratekey", this::regenerate);
    }

    private Answer put(Call call, ArmId id) {
        world.estate().requireGroup(id.subscription(), id.group());
        ObjectNode asked = call.json();
        ObjectNode body = Samples.maps(id, Writes.requireText(asked, "location", "LocationRequired"), "G2", "Gen2");
        String sku = Writes.requireText(Json.member(asked, "sku"), "name", "InvalidRequestContent");
        apply(body, asked);
        Writes.requireAmong(Json.member(body, "sku"), Map.of("name", Set.of("S0", "S1", "G2")));
        ((ObjectNode) body.get("sku")).put("name", sku).put("tier", "Standard");
        boolean there = world.estate().find(id).isPresent();
        return Answer.of(there ? 200 : 201, there ? world.edit(id, old -> old.setAll(body)) : world.create(id, body));
    }

    private Answer patch(Call call, ArmId id) {
        world.estate().get(id);
        ObjectNode asked = call.json();
        return Answer.of(200, world.edit(id, body -> apply(body, asked)));
    }

    private void apply(ObjectNode body, ObjectNode asked) {
        Writes.requireKnown(asked, MEMBERS, "MapsAccountUpdateParameters");
        Writes.requireAmong(asked, Map.of("kind", Set.of("Gen1", "Gen2")));
        ObjectNode changes = Json.member(asked, "properties");
        Writes.requireKnown(changes, PROPERTIES, "MapsAccountProperties");
        Writes.putTags(body, asked);
        for (String member : new String[] {"kind", "sku", "identity"}) {
            if (asked.hasNonNull(member)) {
                body.set(member, asked.get(member).deepCopy());
            }
        }
        Json.merge(body.withObjectProperty("properties"), changes);
        Json.merge(
                body.withObjectProperty("systemData"),
                Json.object().put("lastModifiedAt", world.stamps().now()));
    }

    private Answer regenerate(Call call, ArmId id) {
        world.estate().get(id);
        String which = Writes.requireText(call.json(), "keyType", "InvalidRequestContent");
        if (!which.equals("primary") && !which.equals("secondary")) {
            throw Refusal.invalidContent("Error converting value '" + which + "' of 'keyType'");
        }
        return keys(world.rotate(id, which.equals("primary")));
    }

    private static Answer keys(Entity account) {
        Keys keys = account.requireKeys();
        return Answer.of(
                200,
                Json.render(Json.object()
                        .put("primaryKey", keys.primary())
                        .put("primaryKeyLastUpdated", Stamps.format(keys.primaryAt()))
                        .put("secondaryKey", keys.secondary())
                        .put("secondaryKeyLastUpdated", Stamps.format(keys.secondaryAt()))));
    }
}
