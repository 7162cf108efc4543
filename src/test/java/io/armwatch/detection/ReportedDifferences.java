package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Compares the differences between two states of a resource with the events of the observation between them. */
final class ReportedDifferences {
    private ReportedDifferences() {}

    /** That the events report each difference between two states, once. */
    static void check(String source, JsonNode before, JsonNode after, List<OutputRecord> events) {
        SortedMap<String, JsonNode> was = StateFields.of(before);
        SortedMap<String, JsonNode> is = StateFields.of(after);
        Set<String> differences = differences(source, before, after);
        Set<String> reported = new HashSet<>();
        for (OutputRecord event : events) {
            for (JsonNode change : event.json().at("/data/changes")) {
                String path = change.get("path").textValue();
                assertThat(differences).as("differences of %s", event.type()).contains(path);
                assertThat(StateFields.plain(change.get("before"))).as(path).isEqualTo(value(was, path));
                assertThat(StateFields.plain(change.get("after"))).as(path).isEqualTo(value(is, path));
                assertThat(reported.add(path)).as("%s is reported once", path).isTrue();
            }
        }
        for (OutputRecord event : events) {
            Map<String, Optional<JsonNode>> named = NamedFields.of(source, event, after);
            named.forEach((pointer, value) -> {
                assertThat(reported)
                        .as("is in %s", event.type())
                        .noneMatch(path -> StateFields.isAtOrBelow(path, pointer));
                value.ifPresent(carried -> assertThat(withoutUnreported(StateFields.below(pointer, carried)))
                        .as("%s of %s", pointer, event.type())
                        .isEqualTo(withoutUnreported(StateFields.below(pointer, after.at(pointer)))));
            });
            differences.removeIf(
                    path -> named.keySet().stream().anyMatch(pointer -> StateFields.isAtOrBelow(path, pointer)));
        }
        differences.removeIf(path -> !reported.contains(path) && isSpelling(value(was, path), value(is, path)));
        assertThat(reported).as("the differences that no named event reports").isEqualTo(differences);
    }

    /** Whether no difference between two states has to be reported. */
    static boolean areSame(String source, JsonNode before, JsonNode after) {
        SortedMap<String, JsonNode> was = StateFields.of(before);
        SortedMap<String, JsonNode> is = StateFields.of(after);
        return differences(source, before, after).stream()
                .allMatch(path -> isSpelling(value(was, path), value(is, path)));
    }

    private static Set<String> differences(String source, JsonNode before, JsonNode after) {
        SortedMap<String, JsonNode> was = StateFields.of(before);
        SortedMap<String, JsonNode> is = StateFields.of(after);
        Set<String> differences = new TreeSet<>(was.keySet());
        differences.addAll(is.keySet());
        differences.removeIf(path ->
                value(was, path).equals(value(is, path)) || UnreportedFields.contains(source, path, before, after));
        return differences;
    }

    /** Without the fields that differ with every refresh. */
    static SortedMap<String, JsonNode> withoutUnreported(SortedMap<String, JsonNode> fields) {
        fields.keySet().removeIf(UnreportedFields::isAlways);
        return fields;
    }

    /** Whether two values may be spellings of one: {@code SpellingsTest} shows of which properties the spelling has no meaning. */
    private static boolean isSpelling(JsonNode before, JsonNode after) {
        return before.isTextual()
                && after.isTextual()
                && spelledPlainly(before.textValue()).equals(spelledPlainly(after.textValue()));
    }

    private static String spelledPlainly(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[ :]|[./]$", "");
    }

    private static JsonNode value(Map<String, JsonNode> fields, String path) {
        return fields.getOrDefault(path, NullNode.getInstance());
    }
}
