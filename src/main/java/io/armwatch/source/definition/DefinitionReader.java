package io.armwatch.source.definition;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.change.Spelling;
import io.armwatch.source.definition.PropertyType.Elements;
import io.armwatch.source.definition.PropertyType.Entries;
import io.armwatch.source.definition.PropertyType.Plain;
import io.armwatch.source.definition.PropertyType.Properties;
import io.armwatch.source.definition.PropertyType.Seconds;
import io.armwatch.source.definition.PropertyType.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns an official definition (OpenAPI 2.0: {@code paths}, {@code definitions}, {@code allOf}, {@code discriminator})
 * into property types. Secrets ({@code x-ms-secret}) and what the caller leaves out have no type, so no state holds
 * them.
 */
final class DefinitionReader {
    private static final String REFERENCE = "#/definitions/";
    /** A definition may hold itself, for example an error with inner errors. */
    private static final int NESTED = 2;

    private static final Set<String> KEY_VAULT_TIMES =
            Set.of("/attributes/nbf", "/attributes/exp", "/attributes/created", "/attributes/updated");

    private final JsonNode root;
    private final Set<String> leftOut;

    DefinitionReader(String location, Set<String> leftOut) {
        this.root = json(location);
        this.leftOut = leftOut;
    }

    private static JsonNode json(String location) {
        try (InputStream in = requireNonNull(DefinitionReader.class.getResourceAsStream(location), location)) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the definition " + location + " cannot be read", e);
        }
    }

    /** The entity that a GET of this resource type returns. */
    PropertyType entity(String resourceType) {
        JsonNode schema = root.path("paths").properties().stream()
                .filter(path -> typeOf(path.getKey()).equalsIgnoreCase(resourceType))
                .map(path -> path.getValue().at("/get/responses/200/schema"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no definition of " + resourceType));
        Properties whole = (Properties) type(schema, "", List.of());
        Map<String, PropertyType> types = new TreeMap<>(whole.types());
        types.keySet().removeAll(Set.of("id", "name", "type"));
        return new Properties(types);
    }

    /** The resource type of a path that ends with a name; empty for any other path. */
    private static String typeOf(String path) {
        int provider = path.lastIndexOf("/providers/");
        if (provider < 0) {
            return path.matches("/subscriptions/\\{\\w+}") ? "Microsoft.Resources/subscriptions" : "";
        }
        String[] segments = path.substring(provider + "/providers/".length()).split("/", -1);
        if (segments.length % 2 == 0 || !segments[segments.length - 1].startsWith("{")) {
            return "";
        }
        StringBuilder type = new StringBuilder(segments[0]);
        for (int i = 1; i < segments.length; i += 2) {
            type.append('/').append(segments[i]);
        }
        return type.toString();
    }

    private PropertyType type(JsonNode schema, String path, List<String> parents) {
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            String name = reference.substring(REFERENCE.length());
            return type(
                    definition(name),
                    path,
                    Stream.concat(parents.stream(), Stream.of(name)).toList());
        }
        return switch (schema.path("type").asText("object")) {
            case "array" -> new Elements(type(schema.path("items"), path + "/*", parents));
            case "boolean" -> new Plain(JsonNode::isBoolean, Optional.empty());
            case "integer" -> number(schema, path);
            case "number" -> new Plain(JsonNode::isNumber, Optional.empty());
            case "string" -> text(schema, path);
            default -> object(schema, path, parents);
        };
    }

    private JsonNode definition(String name) {
        return requireNonNull(root.path("definitions").get(name), name);
    }

    /** A whole number. Key Vault's times are seconds since 1970; only some of its definitions say so by the format. */
    private static PropertyType number(JsonNode schema, String path) {
        boolean time = schema.path("format").asText().equals("unixtime")
                || KEY_VAULT_TIMES.stream().anyMatch(path::endsWith);
        return time ? new Seconds() : new Plain(JsonNode::isIntegralNumber, Optional.empty());
    }

    private static PropertyType text(JsonNode schema, String path) {
        return schema.path("format").asText().equals("date-time")
                ? new Time()
                : new Plain(JsonNode::isTextual, spelling(schema, path.substring(path.lastIndexOf('/') + 1)));
    }

    /** The spelling of a text, by its enum, format or name. */
    private static Optional<Spelling> spelling(JsonNode schema, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (schema.has("enum")) {
            return Optional.of(Spelling.ENUM);
        }
        if (lower.equals("location") || lower.endsWith("locationname")) {
            return Optional.of(Spelling.REGION);
        }
        if (lower.endsWith("uri") || lower.endsWith("url")) {
            return Optional.of(Spelling.URL);
        }
        if (lower.equals("thumbprint")) {
            return Optional.of(Spelling.HEX);
        }
        if (lower.equals("hostname") || lower.equals("fqdn")) {
            return Optional.of(Spelling.HOST_NAME);
        }
        boolean id = Set.of("arm-id", "uuid").contains(schema.path("format").asText())
                || lower.equals("id")
                || name.endsWith("Id");
        return id ? Optional.of(Spelling.ID) : Optional.empty();
    }

    private PropertyType object(JsonNode schema, String path, List<String> parents) {
        Map<String, PropertyType> types = new TreeMap<>();
        collect(schema, path, parents, types);
        JsonNode others = schema.path("additionalProperties");
        if (types.isEmpty() && others.isObject()) {
            return new Entries(type(others, path + "/*", parents));
        }
        return types.isEmpty() && !isPart(parents)
                ? new Plain(JsonNode::isObject, Optional.empty())
                : new Properties(types);
    }

    /** Whether an object without properties is a definition that holds itself once more. */
    private static boolean isPart(List<String> parents) {
        return parents.stream().anyMatch(name -> Collections.frequency(parents, name) > NESTED);
    }

    /** Adds the properties of a schema, of its bases and, if it has a discriminator, of its variants. */
    private void collect(JsonNode schema, String path, List<String> parents, Map<String, PropertyType> types) {
        if (isPart(parents)) {
            return;
        }
        schema.path("allOf").forEach(base -> collectFrom(base, path, parents, types));
        collectOwn(schema, path, parents, types);
        if (schema.has("discriminator") && !parents.isEmpty()) {
            variants(parents.get(parents.size() - 1))
                    .forEach(variant -> collectOwn(definition(variant), path, parents, types));
        }
    }

    private void collectFrom(JsonNode base, String path, List<String> parents, Map<String, PropertyType> types) {
        String name = base.path("$ref").asText("");
        collect(name.isEmpty() ? base : definition(name.substring(REFERENCE.length())), path, parents, types);
    }

    private void collectOwn(JsonNode schema, String path, List<String> parents, Map<String, PropertyType> types) {
        schema.path("properties").properties().forEach(property -> {
            String at = path + "/" + property.getKey();
            boolean secret = property.getValue().path("x-ms-secret").asBoolean();
            if (!secret && !leftOut.contains(at)) {
                types.put(property.getKey(), type(property.getValue(), at, parents));
            }
        });
    }

    /** The definitions that extend one. */
    private Stream<String> variants(String base) {
        return root.path("definitions").properties().stream()
                .filter(each ->
                        each.getValue().path("allOf").findValuesAsText("$ref").contains(REFERENCE + base))
                .map(Map.Entry::getKey);
    }
}
