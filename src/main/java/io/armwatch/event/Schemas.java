package io.armwatch.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The contract with consumers as files: a JSON Schema (2020-12) of the data of each event type, of the fields that all have, of the
 * envelope, and of the records that are no events; an AsyncAPI document made from them; an index. The management port serves them, {@code armwatch schemas}
 * writes them.
 */
public final class Schemas {
    /** What {@code $id} or {@code id} of each document begins with. */
    public static final String URN = "urn:armwatch:";

    /** Lists the documents. */
    public static final String INDEX = "index.json";

    /** The AsyncAPI document. */
    public static final String ASYNC_API = "asyncapi.json";

    static final String ENVELOPE = "io.armwatch.envelope.v1.json";
    static final String COMMON = "io.armwatch.common.v1.json";
    static final String KNOWN_STATE = "io.armwatch.known-state.v1.json";
    static final String DEAD_LETTER = "io.armwatch.dead-letter.v1.json";

    private static final JsonMapper MAPPER = new JsonMapper();

    private Schemas() {}

    /** The file names of the schemas. */
    public static List<String> files() {
        return Stream.concat(
                        Stream.of(ENVELOPE, COMMON, KNOWN_STATE, DEAD_LETTER),
                        Arrays.stream(EventType.values()).map(EventType::schemaFile))
                .toList();
    }

    /** Every document as it is published, by its file name. */
    public static Map<String, byte[]> documents() {
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put(INDEX, bytes(index()));
        documents.put(ASYNC_API, bytes(AsyncApi.document()));
        files().forEach(file -> documents.put(file, bytes(published(file))));
        return documents;
    }

    /**
     * A schema as it is published: each file can be used alone. It holds the common fields as an embedded schema with an {@code $id} of
     * its own (JSON Schema 2020-12, section 9.3, Compound Documents).
     */
    public static ObjectNode published(String file) {
        ObjectNode schema = read(file);
        if (schema.has("allOf")) {
            schema.withObject("/$defs").set("common", read(COMMON));
        }
        return schema;
    }

    /** A schema of an event type without a reference to the common fields: it holds them itself, first, with what the type says about them. */
    public static ObjectNode flattened(EventType type) {
        return flattened(published(type.schemaFile()));
    }

    /** A published schema of an event type, or one without common fields as it is. */
    static ObjectNode flattened(ObjectNode published) {
        if (!(published.at("/$defs/common") instanceof ObjectNode common)) {
            return published;
        }
        ObjectNode schema = published.deepCopy();
        ObjectNode fields = common.get("properties").deepCopy();
        schema.get("properties")
                .properties()
                .forEach(field -> fields.set(field.getKey(), merged(fields.path(field.getKey()), field.getValue())));
        ArrayNode required = common.get("required").deepCopy();
        schema.get("required").forEach(required::add);
        schema.withObject("/$defs").remove("common");
        schema.remove("allOf");
        schema.set("properties", fields);
        schema.set("required", required);
        return schema;
    }

    private static JsonNode merged(JsonNode common, JsonNode own) {
        return common instanceof ObjectNode object ? object.setAll((ObjectNode) own) : own;
    }

    private static ObjectNode index() {
        ObjectNode index = MAPPER.createObjectNode();
        index.put("$id", URN + "schemas:v1");
        index.put("asyncapi", ASYNC_API);
        ArrayNode schemas = index.putArray("schemas");
        for (String file : files()) {
            ObjectNode schema = read(file);
            schemas.addObject()
                    .put("file", file)
                    .put("id", schema.get("$id").textValue())
                    .put("title", schema.get("title").textValue());
        }
        return index;
    }

    static ObjectNode read(String file) {
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no schema " + file);
            }
            return (ObjectNode) MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + file + " cannot be read", e);
        }
    }

    private static byte[] bytes(JsonNode document) {
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            String text = MAPPER.writer(printer).writeValueAsString(document);
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a schema cannot be written", e);
        }
    }
}
