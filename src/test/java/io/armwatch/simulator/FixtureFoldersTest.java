package io.armwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every fixture folder holds: a definition, examples that follow it, and where each of them comes from. */
class FixtureFoldersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/resources/azure"))) {
            return folders.sorted().toList();
        }
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("src/main/resources/azure"),
                3,
                (file, is) -> file.toString().contains("/examples/"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void the_manifest_names_the_origin_of_every_definition(Path folder) throws IOException {
        JsonNode manifest = read(folder.resolve("MANIFEST.json"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.startsWith("definition")))
                    .contains("definition.json")
                    .allSatisfy(name -> assertThat(
                                    entry(manifest.get("definitions"), name).path("sources"))
                            .isNotEmpty());
        }
        assertThat(manifest.path("licence").asText()).startsWith("MIT");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_an_unchanged_copy_or_says_that_it_is_made(Path example) throws Exception {
        Path folder = example.resolve("../..").normalize();
        JsonNode entry = entry(
                read(folder.resolve("MANIFEST.json")).get("examples"),
                "examples/" + example.toFile().getName());
        if (example.toFile().getName().startsWith("made-")) {
            assertThat(read(example).path("note").asText()).contains("Made from the schema");
            assertThat(entry).isEmpty();
        } else {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(example));
            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo(entry.path("sha256").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_follows_an_answer_of_its_definition(Path example) throws IOException {
        String name = example.toFile().getName();
        String version = read(example).at("/parameters/api-version").asText();
        Path folder = example.resolve("../..").normalize();
        Path other = folder.resolve("definition-" + version + ".json");
        OfficialDefinitions definitions =
                OfficialDefinitions.of(Files.exists(other) ? other : folder.resolve("definition.json"));
        for (JsonNode response : read(example).path("responses")) {
            if (response.has("body") && !response.at("/body").has("error")) {
                assertThat(definitions.answersFor(withoutNulls(response.get("body"))))
                        .as(name)
                        .isNotEmpty();
            }
        }
    }

    /** Azure writes null where its definition says object. */
    static JsonNode withoutNulls(JsonNode node) {
        node.forEach(FixtureFoldersTest::withoutNulls);
        if (node instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .filter(member -> member.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList());
        }
        return node;
    }

    private static JsonNode entry(JsonNode entries, String file) {
        for (JsonNode entry : entries) {
            if (entry.path("file").asText().equals(file)) {
                return entry;
            }
        }
        return JSON.createObjectNode();
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }
}
