package io.armwatch.management.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The OpenAPI document: put together from its parts in {@code src/main/resources/api}, of which the one for signals may be absent. */
final class OpenApi {
    private static final List<String> PARTS = List.of("/api/signals.openapi.json", "/api/outlets.openapi.json");
    private static final JsonMapper MAPPER = new JsonMapper();

    private OpenApi() {}

    /** The document, for this version of armwatch. */
    static JsonNode document(String version) {
        ObjectNode document = (ObjectNode) read("/api/openapi.json");
        ((ObjectNode) document.get("info")).put("version", version);
        for (String part : PARTS) {
            if (OpenApi.class.getResource(part) != null) {
                merge(document, read(part));
            }
        }
        return document;
    }

    private static void merge(ObjectNode into, JsonNode part) {
        part.properties().forEach(field -> {
            JsonNode before = into.get(field.getKey());
            if (before instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
            } else if (before == null) {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static JsonNode read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
