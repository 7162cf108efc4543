package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents that are published. */
class SchemasTest {
    private static final JsonMapper JSON = new JsonMapper();

    static List<String> files() {
        return Schemas.files();
    }

    @Test
    void the_index_names_every_schema_by_its_file_and_its_id() throws IOException {
        Map<String, byte[]> documents = Schemas.documents();
        JsonNode index = JSON.readTree(documents.get(Schemas.INDEX));

        assertThat(index.get("schemas"))
                .extracting(each -> each.get("file").textValue())
                .containsExactlyElementsOf(Schemas.files());
        for (JsonNode each : index.get("schemas")) {
            assertThat(JSON.readTree(documents.get(each.get("file").textValue()))
                            .get("$id"))
                    .isEqualTo(each.get("id"));
        }
        assertThat(documents).containsKey(index.get("asyncapi").textValue());
    }

    @Test
    void every_schema_has_an_id_of_its_own() {
        assertThat(Schemas.files())
                .extracting(file -> Schemas.published(file).get("$id").textValue())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith(Schemas.URN));
    }

    /** Whoever reads a schema sees what a value looks like. */
    @ParameterizedTest
    @MethodSource("files")
    void every_field_has_a_description_and_examples_that_are_valid(String file) {
        ObjectNode schema = Schemas.files().indexOf(file) < 4 ? Schemas.published(file) : flattened(file);

        schema.get("properties").properties().forEach(field -> {
            assertThat(field.getValue().path("description").asText())
                    .as(field.getKey())
                    .isNotBlank();
            assertThat(field.getValue().path("examples")).as(field.getKey()).isNotEmpty();
            ObjectNode alone = field.getValue().deepCopy();
            if (schema.has("$defs")) {
                alone.set("$defs", schema.get("$defs"));
            }
            field.getValue()
                    .path("examples")
                    .forEach(example -> assertThat(SchemaChecks.problems(alone, example))
                            .as(field.getKey())
                            .isEmpty());
        });
    }

    private static ObjectNode flattened(String file) {
        return Stream.of(EventType.values())
                .filter(type -> type.schemaFile().equals(file))
                .map(Schemas::flattened)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_sample_of_a_known_state_is_valid() throws IOException {
        JsonNode sample =
                JSON.readTree(Samples.FOLDER.resolve("known-state.json").toFile());

        assertThat(SchemaChecks.problems(Schemas.KNOWN_STATE, sample)).isEmpty();
    }

    @Test
    void only_the_common_schema_defines_the_common_fields() {
        List<String> common =
                EventSchemaTest.names(Schemas.published(Schemas.COMMON).get("properties"));

        for (EventType type : EventType.values()) {
            ObjectNode own = (ObjectNode) Schemas.read(type.schemaFile()).get("properties");
            own.retain(common);
            own.forEach(overlay ->
                    assertThat(EventSchemaTest.names(overlay)).as(type.text()).isSubsetOf("description", "type"));
        }
    }

    @Test
    void the_asyncapi_document_has_both_modes_of_each_type_and_no_dangling_reference() {
        ObjectNode document = AsyncApi.document();

        for (EventType type : EventType.values()) {
            assertThat(document.at("/channels/" + type.topic().name("").substring(1) + "/messages")
                            .properties())
                    .extracting(Map.Entry::getKey)
                    .contains(type.text() + ".structured", type.text() + ".binary");
        }
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }
}
