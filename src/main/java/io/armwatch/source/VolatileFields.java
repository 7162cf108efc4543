package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The normal form of an entity: what is volatile by nature is left out, as it differs without anything having changed. This is
 * the one place that says what armwatch does not watch: every {@code etag} (nested resources have one of their own), and who
 * modified a resource last and when. Tags are the user's own and are kept, whatever their names.
 */
public final class VolatileFields {
    /** Left out of every object of an entity. */
    public static final Set<String> VOLATILE = Set.of("etag");

    /** Left out of every {@code systemData}. */
    public static final Set<String> VOLATILE_SYSTEM_DATA =
            Set.of("lastModifiedBy", "lastModifiedByType", "lastModifiedAt");

    private VolatileFields() {}

    /** A copy of the entity without what is volatile. The values in it are shared with the given one, which is not modified. */
    static JsonNode form(JsonNode entity) {
        return form(entity, VOLATILE);
    }

    private static JsonNode form(JsonNode node, Set<String> leftOut) {
        if (node instanceof ObjectNode object) {
            ObjectNode normal = object.objectNode();
            object.properties().stream()
                    .filter(property -> !leftOut.contains(property.getKey()))
                    .forEach(property -> normal.set(property.getKey(), ofProperty(property)));
            return normal;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode normal = array.arrayNode(array.size());
            array.forEach(element -> normal.add(form(element, VOLATILE)));
            return normal;
        }
        return node;
    }

    private static JsonNode ofProperty(Map.Entry<String, JsonNode> property) {
        return switch (property.getKey()) {
            case "tags" -> property.getValue();
            case "systemData" -> form(property.getValue(), VOLATILE_SYSTEM_DATA);
            default -> form(property.getValue(), VOLATILE);
        };
    }
}
