package io.armwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code routes/}: valid by the schema that Camel ships, named, described, and short. */
class RouteFilesTest {
    private static final Path ROUTES = Path.of("routes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Schema CAMEL = camel();
    private static final int SCREEN = 50;

    private static Schema camel() {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(new ObjectMapper().readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    /** All that is wrong with a file's content. */
    private static List<String> faults(JsonNode routes) {
        List<String> faults = new ArrayList<>();
        CAMEL.validate(routes).forEach(error -> faults.add(error.toString()));
        routes.forEach(entry -> entry.properties().forEach(each -> missing(each.getKey(), each.getValue(), faults)));
        return faults;
    }

    /** Camel lets a templated route have no description: its template has one. */
    private static void missing(String kind, JsonNode definition, List<String> faults) {
        String id = definition
                .path(kind.equals("templatedRoute") ? "routeId" : "id")
                .asText();
        if (!id.matches("[a-z]+(-[a-z]+)*")) {
            faults.add("a " + kind + " has no id");
        }
        if (!kind.equals("templatedRoute")
                && definition.path("description").asText().isBlank()) {
            faults.add(kind + " " + id + " has no description");
        }
        if (kind.equals("route") && !id.contains("-")) {
            faults.add("route " + id + " is not named domain-action");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_loaded_as_a_route_or_a_sample_of_an_outlet(Path file) {
        assertThat(file.toString())
                .endsWith(file.startsWith(ROUTES.resolve("outlets")) ? ".camel.yaml.sample" : ".camel.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_valid_and_says_what_each_route_is_for(Path file) throws IOException {
        assertThat(faults(read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_route_fits_on_a_screen(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int began = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).startsWith("- ")) {
                assertThat(i - began).as(file + ":" + (began + 1)).isLessThanOrEqualTo(SCREEN);
                began = i;
            }
        }
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(140));
    }

    @Test
    void no_two_routes_have_the_same_id() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            read(file)
                    .forEach(entry -> entry.forEach(
                            definition -> ids.add(definition.path("id").asText()
                                    + definition.path("routeId").asText())));
        }

        assertThat(ids).doesNotHaveDuplicates();
    }

    /** A source that is polled has a file, and a file polls a source, at the times of its setting. */
    @Test
    void there_is_a_small_file_for_each_source() throws IOException {
        Set<String> sources = Sources.scheduled().stream().map(Source::name).collect(Collectors.toUnmodifiableSet());
        try (Stream<Path> files = Files.list(ROUTES.resolve("sources"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".camel.yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(sources);
        }
        for (String source : sources) {
            JsonNode route = read(ROUTES.resolve("sources").resolve(source + ".camel.yaml"))
                    .at("/0/templatedRoute");
            assertThat(route.path("routeId").asText()).isEqualTo("poll-" + source);
            assertThat(route.path("routeTemplateRef").asText()).isEqualTo("poll");
            assertThat(route.at("/parameters/0/value").asText()).isEqualTo(source);
            assertThat(route.at("/parameters/1/value").asText()).isEqualTo("{{armwatch.schedule." + source + "}}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "observe.camel.yaml, /0/route, description, has no description",
        "observe.camel.yaml, /0/route, id, has no id",
        "observe.camel.yaml, /0/route, from, 'from'",
        "poll.camel.yaml, /0/routeTemplate, description, has no description",
        "sources/maps-keys.camel.yaml, /0/templatedRoute, routeId, has no id",
        "sources/maps-keys.camel.yaml, /0/templatedRoute, routeTemplateRef, 'routeTemplateRef'",
        "errors.camel.yaml, /0/routeConfiguration, id, has no id"
    })
    void a_file_from_which_something_is_missing_is_not_valid(String file, String at, String missing, String fault)
            throws IOException {
        JsonNode broken = read(ROUTES.resolve(file));
        ((ObjectNode) broken.at(at)).remove(missing);

        assertThat(faults(broken)).anySatisfy(each -> assertThat(each).contains(fault));
    }

    @Test
    void a_step_that_camel_does_not_have_is_not_valid() throws IOException {
        JsonNode broken = read(ROUTES.resolve("observe.camel.yaml"));
        ((ObjectNode) broken.at("/0/route/from/steps/0")).putObject("teleport").put("uri", "direct:x");

        assertThat(faults(broken)).isNotEmpty();
    }
}
