package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The schema of an entity in a source's definition, and bodies made from it that hold every property it knows. Two variants have the
 * same shape and another value at each leaf.
 */
record OfficialDefinition(JsonNode definitions, JsonNode schema) {
    /** The schema with a name. */
    static OfficialDefinition named(String source, String name) {
        JsonNode definitions = OfficialExample.definition(source).get("definitions");
        return new OfficialDefinition(definitions, definitions.get(name));
    }

    /** What a GET of this resource type, or a POST of an action on it, returns. */
    static OfficialDefinition of(Source source, ResourceType type) {
        JsonNode root = OfficialExample.definition(source.name());
        String end = source.action().map(action -> "/" + action).orElse("");
        String method = source.action().isPresent() ? "post" : "get";
        JsonNode schema = root.get("paths").properties().stream()
                .filter(path -> isOf(path.getKey(), type, end))
                .map(path -> path.getValue().path(method).at("/responses/200/schema"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the definition of " + source.name() + " has no " + method
                        + " of " + type.fullName() + end + "; copy the operation into definition.json"));
        return new OfficialDefinition(root.get("definitions"), schema);
    }

    private static boolean isOf(String path, ResourceType type, String end) {
        String names = type.levels().stream()
                .map(level -> "/" + level.type() + "/\\{\\w+}")
                .collect(Collectors.joining());
        String provider = path.contains("/providers/") ? ".*/providers/" + Pattern.quote(type.namespace()) : "";
        return path.matches("(?i)" + provider + names + end);
    }

    ObjectNode sample(int variant) {
        return (ObjectNode) new Sampler(definitions, variant).of(schema, "", new ArrayList<>());
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
            if (schema.has("discriminator")) {
                variants(parents.get(parents.size() - 1))
                        .forEach(each -> object.setAll(object(own(each), path, parents)));
            }
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

        /** The definitions that extend one. */
        private Stream<JsonNode> variants(String base) {
            return definitions
                    .valueStream()
                    .filter(each -> each.path("allOf").findValuesAsText("$ref").contains("#/definitions/" + base));
        }

        private static JsonNode own(JsonNode variant) {
            return ((ObjectNode) variant.deepCopy()).without("allOf");
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
