package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Removes the fields of an entity that change without meaning. Only this class says what armwatch does not watch: every
 * {@code etag} (nested resources have their own), and who last modified a resource and when. Tags belong to the user
 * and are kept, whatever their names.
 */
public final class VolatileFields {
    /** Removed from every object of an entity. */
    public static final Set<String> VOLATILE = Set.of("etag");

    /** Removed from every {@code systemData}. */
    public static final Set<String> VOLATILE_SYSTEM_DATA =
            Set.of("lastModifiedBy", "lastModifiedByType", "lastModifiedAt");

    private VolatileFields() {}

    /** A copy of the entity without its volatile fields. It shares values with the original, which is not modified. */
    static JsonNode withoutVolatile(JsonNode entity) {
        return withoutVolatile(entity, VOLATILE);
    }

    private static JsonNode withoutVolatile(JsonNode node, Set<String> removed) {
        if (node instanceof ObjectNode object) {
            ObjectNode normal = object.objectNode();
            object.properties().stream()
                    .filter(property -> !removed.contains(property.getKey()))
                    .forEach(property -> normal.set(property.getKey(), ofProperty(property)));
            return normal;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode normal = array.arrayNode(array.size());
            array.forEach(element -> normal.add(withoutVolatile(element, VOLATILE)));
            return normal;
        }
        return node;
    }

    private static JsonNode ofProperty(Map.Entry<String, JsonNode> property) {
        return switch (property.getKey()) {
            case "tags" -> property.getValue();
            case "systemData" -> withoutVolatile(property.getValue(), VOLATILE_SYSTEM_DATA);
            default -> withoutVolatile(property.getValue(), VOLATILE);
        };
    }
}
