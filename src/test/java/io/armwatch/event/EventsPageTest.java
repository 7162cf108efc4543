package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.azure.ArmId;
import io.armwatch.source.Fingerprints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The generated parts of {@code docs/events.md}: tables of fields from the schemas, samples from {@link Samples}. With {@code
 * -Darmwatch.docs=rewrite} this test writes them.
 */
class EventsPageTest {
    private static final Path PAGE = Path.of("docs", "events.md");
    private static final Pattern BLOCK =
            Pattern.compile("(?s)<!-- generated: (\\S+)(?: (\\S+))? -->\n.*?<!-- end of generated -->");
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_page_has_the_fields_and_samples_of_today() throws IOException {
        String page = Files.readString(PAGE);
        String today = BLOCK.matcher(page)
                .replaceAll(block -> Matcher.quoteReplacement("<!-- generated: "
                        + block.group(1)
                        + (block.group(2) == null ? "" : " " + block.group(2))
                        + " -->\n"
                        + generated(block.group(1), String.valueOf(block.group(2)))
                        + "<!-- end of generated -->"));
        if ("rewrite".equals(System.getProperty("armwatch.docs"))) {
            Files.writeString(PAGE, today);
        } else {
            assertThat(page)
                    .as("docs/events.md is stale; run mvn test -Dtest=EventsPageTest -Darmwatch.docs=rewrite")
                    .isEqualTo(today);
        }
    }

    @Test
    void every_type_has_its_place_on_the_page() throws IOException {
        String page = Files.readString(PAGE);
        List<String> blocks = BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1) + " " + block.group(2))
                .toList();

        for (EventType type : EventType.values()) {
            assertThat(page).contains("\n#### `" + type.text() + "`\n");
            assertThat(blocks).contains("fields " + type.text(), "sample " + type.text());
        }
        assertThat(page.indexOf("### Topic `azure.key-rotations`")).isPositive();
    }

    /** Each link leads to a heading of the page. */
    @Test
    void no_link_within_the_page_is_broken() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> anchors = Pattern.compile("(?m)^#+ (.*)$")
                .matcher(page)
                .results()
                .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("\\]\\(#([^)]+)\\)").matcher(page).results().map(link -> link.group(1)))
                .allMatch(anchors::contains);
    }

    @Test
    void every_file_that_the_page_links_to_exists() throws IOException {
        assertThat(Pattern.compile("\\]\\((\\.\\./[^)#]+|[a-z][^):#]*)[)#]")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(link -> PAGE.resolveSibling(link.group(1)).normalize()))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    /** The paths in a state that the page names are paths of their sources. */
    @Test
    void every_path_in_a_state_exists() throws IOException {
        List<MatchResult> rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.*`/.*)$")
                .matcher(Files.readString(PAGE))
                .results()
                .toList();

        assertThat(rows).extracting(row -> row.group(1)).contains("storage-account", "azure-subscription");
        for (MatchResult row : rows) {
            Path record = Path.of("src/main/resources/azure", row.group(1), "record.txt");
            List<String> paths = Files.readAllLines(record);
            assertThat(Pattern.compile("`(/[^`]+)`")
                            .matcher(row.group(2))
                            .results()
                            .map(path -> path.group(1)))
                    .as(row.group(1))
                    .allMatch(
                            path -> paths.stream().anyMatch(each -> each.equals(path) || each.startsWith(path + "/")));
        }
    }

    private static String generated(String what, String name) {
        return switch (what) {
            case "topics" -> topics();
            case "vectors" -> vectors();
            case "fields" -> fields(name);
            case "example" -> sample(name);
            case "sample" -> "\n<details><summary>Sample</summary>\n" + sample(name) + "\n</details>\n\n";
            default -> throw new IllegalArgumentException("unknown block: " + what);
        };
    }

    private static String topics() {
        StringBuilder table = new StringBuilder("\n| topic | holds |\n| --- | --- |\n");
        for (Topic topic : Topic.values()) {
            if (topic.holdsEvents()) {
                table.append("| `")
                        .append(topic.name("azure"))
                        .append("` | ")
                        .append(types(topic))
                        .append(" |\n");
            }
        }
        return table + "| `azure.known-states` | no events; compacted: the last known state of each resource, see "
                + "[known states](#known-states) |\n\n";
    }

    /** Fingerprints of a made-up key, for the author of a consumer to test with. */
    private static String vectors() {
        String id =
                "/subscriptions/6B1C0F3E-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/a";
        return "\nThe key `primary` with the value `not-a-real-key` of `" + id + "`:\n\n"
                + "| `armwatch.fingerprint.key` | `fingerprint` | `fingerprintScheme` |\n| --- | --- | --- |\n"
                + vector("none", Fingerprints.sha256(), id)
                + vector("`s3cret`", Fingerprints.hmacSha256("s3cret"), id)
                + "\n";
    }

    private static String vector(String secret, Fingerprints fingerprints, String id) {
        String fingerprint =
                fingerprints.of(ArmId.of(id), "primary", "not-a-real-key").hex();
        return "| " + secret + " | `" + fingerprint + "` | `" + fingerprints.scheme() + "` |\n";
    }

    private static String types(Topic topic) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.topic() == topic)
                .map(type -> "[`" + type.text() + "`](#" + type.text().replace(".", "") + ")")
                .collect(Collectors.joining(", "));
    }

    private static String sample(String name) {
        try {
            JsonNode sample =
                    JSON.readTree(Samples.FOLDER.resolve(name + ".json").toFile());
            return "\n```json\n" + sample.toPrettyString().replace("\" : ", "\": ") + "\n```\n\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fields(String name) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.text().equals(name))
                .findFirst()
                .map(EventsPageTest::ownFields)
                .orElseGet(() -> switch (name) {
                    case "common" -> table(EventType.KEY_ROTATED, Schemas.read(Schemas.COMMON), true);
                    default -> table(EventType.KEY_ROTATED, Schemas.read("io.armwatch." + name + ".v1.json"), false);
                });
    }

    /** The fields after the common ones. A common field is among them if the type says something else about it. */
    private static String ownFields(EventType type) {
        return table(type, Schemas.read(type.schemaFile()), true);
    }

    private static String table(EventType type, JsonNode schema, boolean withSince) {
        String rows = schema.get("properties").properties().stream()
                .filter(field -> field.getValue().has("description"))
                .map(field -> row(type, field.getKey(), field.getValue(), withSince))
                .collect(Collectors.joining());
        String head = withSince
                ? "| field | type | null | since | |\n| --- | --- | --- | --- | --- |\n"
                : "| field | type | null | |\n| --- | --- | --- | --- |\n";
        return "\n" + head + rows + "\n";
    }

    private static String row(EventType type, String name, JsonNode own, boolean withSince) {
        JsonNode field = Schemas.flattened(type).at("/properties/" + name);
        JsonNode described = own.has("type") || own.has("anyOf") || field.isMissingNode() ? own : field;
        return "| `" + name + "` | " + typeOf(described) + " | " + (isNullable(described) ? "yes" : "no") + " | "
                + (withSince ? ReleasedSchemas.since(type, name) + " | " : "")
                + own.get("description").textValue().replace("|", "\\|").replace("<", "&lt;") + " |\n";
    }

    private static String typeOf(JsonNode field) {
        if (field.path("format").asText().equals("date-time")) {
            return "time";
        }
        JsonNode values = field.at("/anyOf/0/enum");
        if (values.isArray()) {
            return StreamSupport.stream(values.spliterator(), false)
                    .map(value -> "`" + value.textValue() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (field.has("const")) {
            return "`" + field.get("const").textValue() + "`";
        }
        return types(field).filter(each -> !each.equals("null")).findFirst().orElse("object");
    }

    private static boolean isNullable(JsonNode field) {
        return types(field).anyMatch("null"::equals)
                || StreamSupport.stream(field.path("anyOf").spliterator(), false)
                        .flatMap(EventsPageTest::types)
                        .anyMatch("null"::equals);
    }

    private static Stream<String> types(JsonNode field) {
        JsonNode type = field.path("type");
        List<String> types = new ArrayList<>();
        if (type.isTextual()) {
            types.add(type.textValue());
        }
        type.forEach(each -> types.add(each.textValue()));
        return types.stream();
    }
}
