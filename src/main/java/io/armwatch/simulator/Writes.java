package io.armwatch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** What every PUT and PATCH has in common. */
final class Writes {
    private Writes() {}

    /** Refuses members that the definition does not have. */
    static void requireKnown(ObjectNode object, Set<String> known, String type) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Refusal.invalidContent("Could not find member '" + name + "' on object of type '" + type + "'");
            }
        });
    }

    /** Refuses values outside an enumeration of the definition. */
    static void requireAmong(ObjectNode object, Map<String, Set<String>> enumerations) {
        enumerations.forEach((name, allowed) -> {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull() && !(value.isTextual() && allowed.contains(value.asText()))) {
                throw Refusal.invalidContent("Error converting value of '" + name + "'");
            }
        });
    }

    /** Tags are replaced as a whole, as ARM does it; absent ones stay. */
    static void putTags(ObjectNode body, ObjectNode patch) {
        if (!patch.has("tags")) {
            return;
        }
        ObjectNode tags = Json.member(patch, "tags");
        tags.properties().forEach(tag -> {
            if (!tag.getValue().isTextual()) {
                throw Refusal.invalidContent("The value of tag '" + tag.getKey() + "' must be a string.");
            }
        });
        body.set("tags", tags.deepCopy());
    }

    /** The beginning of every resource. */
    static ObjectNode resource(ArmId id) {
        return Json.object()
                .put("id", id.text())
                .put("name", id.name())
                .put("type", id.kind().type());
    }

    static String requireText(ObjectNode object, String name, String code) {
        JsonNode value = object.get(name);
        if (value == null || !value.isTextual() || value.asText().isEmpty()) {
            throw new Refusal(400, code, "The " + name + " property is required for this definition.");
        }
        return value.asText();
    }

    /** Deleting what is not there is no failure: 204. */
    static Answer delete(World world, ArmId id) {
        world.estate().requireGroup(id.subscription(), id.group());
        return Answer.empty(world.estate().remove(id) ? 200 : 204);
    }
}
