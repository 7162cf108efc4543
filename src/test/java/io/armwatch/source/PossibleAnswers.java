package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What ARM may answer about a resource of a kind: a first answer, and for each place in it the values that the definition and the
 * examples of its source show there.
 *
 * @param values by JSON Pointer, in its order; a list is one value
 */
public record PossibleAnswers(PolledResource resource, ObjectNode first, Map<String, List<JsonNode>> values) {
    private static final int VARIANTS = 6;
    /** What says which resource an answer is about. */
    private static final Set<String> IDENTITY = Set.of("/id", "/name", "/type", "/subscriptionId");

    /** Those of every kind of resource. */
    public static Stream<PossibleAnswers> all() {
        return Sources.all().stream().flatMap(SourceUnderTest::of).map(PossibleAnswers::of);
    }

    private static PossibleAnswers of(SourceUnderTest kind) {
        Map<String, List<JsonNode>> values = new TreeMap<>();
        Stream<JsonNode> samples = IntStream.range(0, VARIANTS).mapToObj(kind::answer);
        Stream.concat(samples, examples(kind.source().name())).forEach(body -> collect("", body, values));
        values.keySet().removeAll(IDENTITY);
        return new PossibleAnswers(new PolledResource(kind.source(), kind.id()), kind.body(), values);
    }

    private static Stream<JsonNode> examples(String source) {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/azure", source, "examples"))) {
            return files.sorted().map(PossibleAnswers::body).flatMap(PossibleAnswers::entities).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode body(Path file) {
        try {
            return OfficialExample.JSON.readTree(file.toFile()).at("/responses/200/body");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> entities(JsonNode body) {
        return body.path("value").isArray() ? body.get("value").valueStream() : Stream.of(body);
    }

    private static void collect(String pointer, JsonNode value, Map<String, List<JsonNode>> values) {
        if (!pointer.isEmpty()) {
            List<JsonNode> known = values.computeIfAbsent(pointer, first -> new ArrayList<>());
            if (known.stream().noneMatch(other -> isSpelling(other, value))) {
                known.add(value);
            }
        }
        value.properties()
                .forEach(each -> collect(
                        pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"), each.getValue(), values));
    }

    /** Values that differ in spelling only are no difference, which other tests show. */
    private static boolean isSpelling(JsonNode one, JsonNode other) {
        return letters(one).equals(letters(other));
    }

    private static String letters(JsonNode value) {
        return value.toString().toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /** Whether armwatch polls the resource, and nothing else under its id, where its id is all that is watched. */
    public boolean canBeWatchedAlone() {
        return resource.id().resourceGroup().isPresent()
                && resource.source().keySuffix().isEmpty();
    }

    /** The path of the request that polls the resource. */
    public String path() {
        return resource.id().text()
                + resource.source().action().map(action -> "/" + action).orElse("");
    }

    @Override
    public String toString() {
        return resource.source().name() + resource.source().keySuffix() + " "
                + resource.id().type();
    }
}
