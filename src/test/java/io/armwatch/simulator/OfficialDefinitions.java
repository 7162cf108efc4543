package io.armwatch.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the official OpenAPI definitions as JSON Schema. The one liberty: {@code nextLink} may be null, as the official
 * Maps examples show it though the definition says string.
 */
final class OfficialDefinitions {
    static final OfficialDefinitions BATCH = new OfficialDefinitions("batch-2024-07-01");
    static final OfficialDefinitions MAPS = new OfficialDefinitions("maps-2023-06-01");
    static final OfficialDefinitions APIM = new OfficialDefinitions("apim-2024-05-01");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final ObjectNode definitions;

    private OfficialDefinitions(String name) {
        try (InputStream in =
                requireNonNull(OfficialDefinitions.class.getResourceAsStream("/azure/definitions/" + name + ".json"))) {
            definitions = (ObjectNode) new ObjectMapper().readTree(in).get("definitions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts an answer of ARM: its status, its headers, and its body against a definition. */
    static void follows(OfficialDefinitions definitions, String definition, int status, SimulatorClient.Reply reply) {
        assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
        assertThat(definitions.faults(definition, reply.json())).isEmpty();
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(reply.header("Date")).endsWith(" GMT");
        assertThat(List.of("x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id"))
                .allSatisfy(name -> assertThat(reply.header(name)).isNotEmpty());
    }

    /** All that is wrong with a body: against the schema, and members that the definition does not have. */
    List<String> faults(String definition, JsonNode body) {
        ObjectNode schema = MAPPER.createObjectNode().put("$ref", "#/definitions/" + definition);
        schema.set("definitions", nullable(definitions.deepCopy(), ""));
        List<String> faults = new ArrayList<>();
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema)
                .validate(body, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .forEach(error -> faults.add(error.toString()));
        unknown(reference(definition), body, "$", faults);
        return faults;
    }

    /** Turns OpenAPI's {@code x-nullable} into a choice. */
    private static JsonNode nullable(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(nullable(entry.getValue(), entry.getKey())));
            boolean isSchema = object.has("type") || object.has("$ref");
            if (object.path("x-nullable").asBoolean() || (name.equals("nextLink") && isSchema)) {
                ObjectNode choice = MAPPER.createObjectNode();
                choice.putArray("anyOf")
                        .add(MAPPER.createObjectNode().put("type", "null"))
                        .add(object);
                return choice;
            }
        } else if (node.isArray()) {
            node.forEach(element -> nullable(element, ""));
        }
        return node;
    }

    private void unknown(JsonNode schema, JsonNode body, String path, List<String> faults) {
        JsonNode resolved = resolve(schema);
        if (body.isArray()) {
            for (int i = 0; i < body.size(); i++) {
                unknown(resolved.path("items"), body.get(i), path + "[" + i + "]", faults);
            }
            return;
        }
        body.properties().forEach(entry -> {
            String at = path + "." + entry.getKey();
            JsonNode property = property(resolved, entry.getKey());
            if (property.isMissingNode()) {
                faults.add(at + ": not in the definition");
            } else if (property.isObject()) {
                unknown(property, entry.getValue(), at, faults);
            }
        });
    }

    /** A property's schema, from the schema itself or from what it is composed of. */
    private JsonNode property(JsonNode schema, String name) {
        JsonNode own = schema.path("properties").path(name);
        if (!own.isMissingNode()) {
            return own;
        }
        for (JsonNode part : schema.path("allOf")) {
            JsonNode inherited = property(resolve(part), name);
            if (!inherited.isMissingNode()) {
                return inherited;
            }
        }
        return schema.path("additionalProperties");
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : resolve(definitions.path(reference.replace("#/definitions/", "")));
    }

    private static JsonNode reference(String definition) {
        return MAPPER.createObjectNode().put("$ref", "#/definitions/" + definition);
    }
}
