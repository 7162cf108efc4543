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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The official OpenAPI definitions of a provider as JSON Schema. The one liberty: {@code nextLink} may be null, as the official
 * Maps examples show it though the definition says string.
 */
final class OfficialDefinitions {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static final OfficialDefinitions BATCH = new OfficialDefinitions("batch-account", "batch-certificate");
    static final OfficialDefinitions MAPS = new OfficialDefinitions("maps-keys");
    static final OfficialDefinitions APIM = new OfficialDefinitions("apim-subscription");

    private final Set<String> answers = new TreeSet<>();
    private final ObjectNode definitions = MAPPER.createObjectNode();

    private OfficialDefinitions(String... sources) {
        for (String source : sources) {
            definitions.setAll(read(source));
        }
    }

    private OfficialDefinitions(ObjectNode document) {
        definitions.setAll((ObjectNode) document.get("definitions"));
        document.path("paths")
                .findValues("responses")
                .forEach(responses -> responses.forEach(response -> {
                    String reference = response.at("/schema/$ref").asText();
                    answers.add(reference.substring(reference.lastIndexOf('/') + 1));
                }));
    }

    static OfficialDefinitions of(Path file) throws IOException {
        return new OfficialDefinitions((ObjectNode) MAPPER.readTree(file.toFile()));
    }

    /** The definitions of answers that a body follows. */
    List<String> answersFor(JsonNode body) {
        return answers.stream()
                .filter(answer -> !answer.isEmpty() && faults(answer, body).isEmpty())
                .toList();
    }

    private static ObjectNode read(String source) {
        try (InputStream in = requireNonNull(
                OfficialDefinitions.class.getResourceAsStream("/azure/" + source + "/definition.json"))) {
            return (ObjectNode) MAPPER.readTree(in).get("definitions");
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
        JsonNode resolved = subtype(resolve(schema), body);
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

    /** The definition that a discriminator in the body selects; the schema itself if it has none. */
    private JsonNode subtype(JsonNode schema, JsonNode body) {
        if (!schema.has("discriminator")) {
            return schema;
        }
        String wanted = body.path(schema.get("discriminator").asText()).asText();
        for (JsonNode definition : definitions) {
            if (definition.path("x-ms-discriminator-value").asText().equals(wanted)) {
                return definition;
            }
        }
        return schema;
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
