package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One of the definitions of a source, and bodies made from it that hold every property it knows. Two variants have the same shape
 * and another value at each leaf.
 */
record OfficialDefinition(String source, String name) {
    ObjectNode sample(int variant) {
        JsonNode definitions = OfficialExample.definition(source).get("definitions");
        return (ObjectNode) new Sampler(definitions, variant).of(definitions.get(name), name, new ArrayList<>());
    }

    private record Sampler(JsonNode definitions, int variant) {
        JsonNode of(JsonNode schema, String path, List<String> parents) {
            if (schema.has("$ref")) {
                String ref = schema.get("$ref").textValue().replace("#/definitions/", "");
                List<String> here = new ArrayList<>(parents);
                here.add(ref);
                return of(definitions.get(ref), path, here);
            }
            return switch (schema.path("type").asText("object")) {
                case "object" -> object(schema, path, parents);
                case "array" ->
                    OfficialExample.JSON.createArrayNode().add(of(schema.get("items"), path + "/0", parents));
                case "integer" -> OfficialExample.JSON.getNodeFactory().numberNode(20 + variant);
                case "boolean" -> OfficialExample.JSON.getNodeFactory().booleanNode(variant == 0);
                default -> OfficialExample.JSON.getNodeFactory().textNode(text(schema, path));
            };
        }

        private ObjectNode object(JsonNode schema, String path, List<String> parents) {
            ObjectNode object = OfficialExample.JSON.createObjectNode();
            schema.path("allOf").forEach(base -> object.setAll((ObjectNode) of(base, path, parents)));
            schema.path("properties").properties().forEach(property -> {
                if (!recursive(property.getValue(), parents)) {
                    object.set(property.getKey(), of(property.getValue(), path + "/" + property.getKey(), parents));
                }
            });
            if (schema.has("additionalProperties")) {
                object.set("key", of(schema.get("additionalProperties"), path + "/key", parents));
            }
            return object;
        }

        /** A definition may hold itself once. */
        private static boolean recursive(JsonNode schema, List<String> parents) {
            String ref = schema.at("/items/$ref").asText("").replace("#/definitions/", "");
            return Collections.frequency(parents, ref) > 1;
        }

        private String text(JsonNode schema, String path) {
            if (schema.has("enum")) {
                JsonNode known = schema.get("enum");
                return known.path(variant).asText(known.get(0).asText() + "Unknown");
            }
            return switch (schema.path("format").asText("")) {
                case "date-time" -> "2024-07-0" + (variant + 1) + "T01:02:03.456Z";
                case "arm-id" -> "/subscriptions/subid/resourceGroups/rg" + variant;
                default -> path + " " + variant;
            };
        }
    }
}
