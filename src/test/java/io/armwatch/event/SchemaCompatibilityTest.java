package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Within v1 fields are only added and enums only grow: each schema against its released forms, {@code src/test/resources/released-schemas}. */
class SchemaCompatibilityTest {
    private static final JsonMapper JSON = new JsonMapper();

    static List<Path> released() throws IOException {
        try (Stream<Path> files = Files.walk(ReleasedSchemas.FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("io\\.armwatch\\..*\\.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void a_schema_keeps_what_was_released(Path file) {
        String name = file.getFileName().toString();
        assertThat(Schemas.files()).contains(name);

        assertThat(SchemaDifferences.breaking(
                        ReleasedSchemas.flattened(file), Schemas.flattened(Schemas.published(name))))
                .isEmpty();
    }

    /** A release keeps the files as they are published. */
    @Test
    void the_published_form_of_today_can_be_kept_as_a_release(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(EventType.POLL_FAILED.schemaFile());
        Files.write(file, Schemas.documents().get(EventType.POLL_FAILED.schemaFile()));

        assertThat(ReleasedSchemas.flattened(file)).isEqualTo(Schemas.flattened(EventType.POLL_FAILED));
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                breaking(
                        "a removed field",
                        "/properties/message is gone",
                        schema -> fields(schema).remove("message")),
                breaking(
                        "another type",
                        "/properties/attempts has another type",
                        schema -> field(schema, "attempts").put("type", "string")),
                breaking(
                        "a field that may be null now",
                        "/properties/failingSince has another type",
                        schema -> field(schema, "failingSince")
                                .putArray("type")
                                .add("string")
                                .add("null")),
                breaking(
                        "another format",
                        "/properties/failingSince has another format",
                        schema -> field(schema, "failingSince").put("format", "date")),
                breaking(
                        "a field that may be absent now",
                        "message is no longer required",
                        schema -> schema.set("required", without((ArrayNode) schema.get("required"), "message"))),
                breaking("a value that is gone", "/properties/reason has lost \"forbidden\"", schema -> {
                    ObjectNode reasons = (ObjectNode) field(schema, "reason").at("/anyOf/0");
                    reasons.set("enum", without((ArrayNode) reasons.get("enum"), "forbidden"));
                }),
                breaking("a closed schema", "it is closed", schema -> schema.put("additionalProperties", false)));
    }

    private static Arguments breaking(String what, String problem, Consumer<ObjectNode> change) {
        return Arguments.of(what, problem, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void what_breaks_a_consumer_is_found(String what, String problem, Consumer<ObjectNode> change) {
        ObjectNode released = Schemas.flattened(EventType.POLL_FAILED);
        ObjectNode changed = released.deepCopy();

        change.accept(changed);

        assertThat(SchemaDifferences.breaking(released, changed)).as(what).containsExactly(problem);
    }

    @Test
    void a_new_field_and_a_new_value_break_nothing() {
        ObjectNode released = Schemas.flattened(EventType.POLL_FAILED);
        ObjectNode changed = released.deepCopy();
        fields(changed).putObject("added").put("type", "string");
        ((ArrayNode) field(changed, "reason").at("/anyOf/0/enum")).add("later");

        assertThat(SchemaDifferences.breaking(released, changed)).isEmpty();
    }

    private static ObjectNode fields(ObjectNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private static ObjectNode field(ObjectNode schema, String name) {
        return (ObjectNode) fields(schema).get(name);
    }

    private static JsonNode without(ArrayNode list, String text) {
        ArrayNode rest = JSON.createArrayNode();
        list.forEach(each -> {
            if (!List.of(text).contains(each.textValue())) {
                rest.add(each);
            }
        });
        return rest;
    }
}
