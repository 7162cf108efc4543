package io.armwatch.simulator.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fixture folder of a source, {@code azure/<source>/} on the class path: official definitions, examples, and how
 * the simulator behaves where the definitions do not say it.
 *
 * @param definitions one for each api-version, the source's own first
 */
record FixtureFolder(String source, List<JsonNode> definitions, List<String> examples, Behaviour behaviour) {

    static FixtureFolder read(String source) {
        JsonNode manifest = file(source, "MANIFEST.json")
                .orElseThrow(() -> new IllegalArgumentException("there is no fixture folder azure/" + source
                        + " with a MANIFEST.json on the class path; CONTRIBUTING.md says what it holds"));
        List<JsonNode> definitions = new ArrayList<>();
        manifest.path("definitions")
                .forEach(entry ->
                        definitions.add(require(source, entry.path("file").asText())));
        List<String> examples = new ArrayList<>();
        manifest.path("examples")
                .forEach(entry -> examples.add(entry.path("file").asText()));
        Behaviour behaviour = Behaviour.of(file(source, "behaviour.json").orElse(WireJson.object()), "azure/" + source);
        return new FixtureFolder(source, List.copyOf(definitions), List.copyOf(examples), behaviour);
    }

    /** The body of an official example of one resource of this type; a plain GET's where there is one. */
    Optional<ObjectNode> example(String type) {
        return examples.stream()
                .sorted((a, b) -> Boolean.compare(b.endsWith("-get.json"), a.endsWith("-get.json")))
                .map(file -> require(source, file).at("/responses/200/body"))
                .filter(body -> body.path("id").isTextual() && isOfType(body, type))
                .findFirst()
                .map(ObjectNode.class::cast);
    }

    private static boolean isOfType(JsonNode body, String type) {
        return body.path("type").asText(Kind.SUBSCRIPTION_TYPE).equalsIgnoreCase(type);
    }

    private static JsonNode require(String source, String name) {
        return file(source, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "azure/" + source + "/MANIFEST.json names " + name + ", which is missing"));
    }

    private static Optional<JsonNode> file(String source, String name) {
        try (InputStream in = FixtureFolder.class.getResourceAsStream("/azure/" + source + "/" + name)) {
            return in == null ? Optional.empty() : Optional.of(WireJson.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("azure/" + source + "/" + name + " cannot be read", e);
        }
    }
}
