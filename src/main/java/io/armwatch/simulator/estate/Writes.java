package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.WireJson;
import java.util.Map;
import java.util.Set;

/** Helpers for PUT, PATCH and DELETE. */
public final class Writes {
    private Writes() {}

    /** Refuses members that the definition does not have. */
    public static void requireKnown(ObjectNode object, Set<String> known, String type) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ArmErrorException.invalidContent(
                        "Could not find member '" + name + "' on object of type '" + type + "'");
            }
        });
    }

    /** Refuses values outside an enumeration of the definition. */
    public static void requireAmong(ObjectNode object, Map<String, Set<String>> enumerations) {
        enumerations.forEach((name, allowed) -> {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull() && !(value.isTextual() && allowed.contains(value.asText()))) {
                throw ArmErrorException.invalidContent("Error converting value of '" + name + "'");
            }
        });
    }

    /** Replaces all tags, as ARM does, if the request has tags. */
    public static void putTags(ObjectNode body, ObjectNode patch) {
        if (!patch.has("tags")) {
            return;
        }
        ObjectNode tags = WireJson.member(patch, "tags");
        tags.properties().forEach(tag -> {
            if (!tag.getValue().isTextual()) {
                throw ArmErrorException.invalidContent("The value of tag '" + tag.getKey() + "' must be a string.");
            }
        });
        body.set("tags", tags.deepCopy());
    }

    /** A body with the id, name and type of a resource. */
    public static ObjectNode resource(SimulatedId id) {
        if (id.kind().isAzureSubscription()) {
            return WireJson.object().put("id", id.text()).put("subscriptionId", id.subscription());
        }
        return WireJson.object()
                .put("id", id.text())
                .put("name", id.name())
                .put("type", id.kind().type());
    }

    public static String requireText(ObjectNode object, String name, String code) {
        JsonNode value = object.get(name);
        if (value == null || !value.isTextual() || value.asText().isEmpty()) {
            throw new ArmErrorException(400, code, "The " + name + " property is required for this definition.");
        }
        return value.asText();
    }

    /** Deletes a resource; 204 if it does not exist. */
    public static Answer delete(SimulatorState state, SimulatedId id) {
        if (id.kind().isAzureSubscription()) {
            return Answer.empty(state.estate().removeSubscription(id) ? 200 : 204);
        }
        state.estate().requireGroup(id.subscription(), id.group());
        return Answer.empty(state.estate().remove(id) ? 200 : 204);
    }
}
