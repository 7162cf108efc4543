package io.armwatch.simulator.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.WireJson;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The schema of a resource in its official definition, as far as ARM enforces it on writes: known members, their types,
 * and the values of closed enums. Null is allowed everywhere, because it removes.
 *
 * @param root the definition's name, or what refers to it
 */
public record EntitySchema(JsonNode definitions, JsonNode root) {
    private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");

    /** The names of the resource's own members. */
    public Set<String> members() {
        return new LinkedHashSet<>(properties(root).keySet());
    }

    /** Refuses a body that the definition does not allow, as ARM does. */
    public void check(ObjectNode body) {
        check(root, body, "");
    }

    /** Whether a member of the resource has a member with this name. */
    public boolean has(String member, String name) {
        JsonNode schema = properties(root).get(member);
        return schema != null && properties(schema).containsKey(name);
    }

    boolean hasMember(String name) {
        return properties(root).containsKey(name);
    }

    /** Whether the resource must have a location. */
    public boolean requiresLocation() {
        return requires(root, "location");
    }

    private boolean requires(JsonNode schema, String name) {
        JsonNode resolved = resolve(schema);
        for (JsonNode required : resolved.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        for (JsonNode part : resolved.path("allOf")) {
            if (requires(part, name)) {
                return true;
            }
        }
        return false;
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        JsonNode resolved = resolve(schema);
        if (value.isNull()) {
            return;
        }
        requireType(resolved.path("type").asText(), value, at);
        if (value instanceof ObjectNode object) {
            checkMembers(resolved, object, at);
        } else if (value.isArray()) {
            value.forEach(item -> check(resolved.path("items"), item, at));
        } else if (isClosed(resolved) && !contains(resolved.get("enum"), value)) {
            throw ArmErrorException.invalidContent("Error converting value of '" + at + "'");
        }
    }

    private void checkMembers(JsonNode schema, ObjectNode object, String at) {
        JsonNode actual = subtype(schema, object);
        Map<String, JsonNode> known = properties(actual);
        JsonNode others = actual.path("additionalProperties");
        boolean free = known.isEmpty() && others.isMissingNode();
        object.properties().forEach(member -> {
            JsonNode property = known.getOrDefault(member.getKey(), others);
            if (property.isMissingNode() && !free) {
                throw ArmErrorException.invalidContent("Could not find member '" + member.getKey()
                        + "' on object of type '" + (at.isEmpty() ? "resource" : at) + "'");
            }
            if (property.isObject()) {
                check(property, member.getValue(), member.getKey());
            }
        });
    }

    private static void requireType(String type, JsonNode value, String at) {
        boolean fits = switch (type) {
            case "string" -> value.isTextual();
            case "integer", "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            default -> true;
        };
        if (!fits || (value.isValueNode() && type.equals("object"))) {
            throw ArmErrorException.invalidContent("Error converting value of '" + at + "'");
        }
    }

    private static boolean isClosed(JsonNode schema) {
        return schema.has("enum")
                && SCALARS.contains(schema.path("type").asText())
                && !schema.at("/x-ms-enum/modelAsString").asBoolean();
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** A schema's own and inherited properties. */
    private Map<String, JsonNode> properties(JsonNode schema) {
        JsonNode resolved = resolve(schema);
        Map<String, JsonNode> all = new TreeMap<>();
        resolved.path("allOf").forEach(part -> all.putAll(properties(part)));
        resolved.path("properties").properties().forEach(member -> all.put(member.getKey(), member.getValue()));
        return all;
    }

    /** The definition that the body's discriminator selects. */
    private JsonNode subtype(JsonNode schema, ObjectNode body) {
        String wanted = body.path(schema.path("discriminator").asText()).asText();
        if (!wanted.isEmpty()) {
            for (JsonNode definition : definitions) {
                if (definition.path("x-ms-discriminator-value").asText().equals(wanted)) {
                    return definition;
                }
            }
        }
        return schema;
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty()
                ? schema
                : resolve(definitions.path(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    /** Whether the answer of a list has a member. */
    static boolean hasMember(JsonNode definitions, JsonNode schema, String name) {
        return new EntitySchema(definitions, schema).hasMember(name);
    }

    static EntitySchema free() {
        return new EntitySchema(WireJson.object(), WireJson.object());
    }
}
