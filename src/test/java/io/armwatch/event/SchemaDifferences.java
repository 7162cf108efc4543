package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What in a new form of a schema breaks a consumer of the old form. */
final class SchemaDifferences {
    private final List<String> problems = new ArrayList<>();

    private SchemaDifferences() {}

    static List<String> breaking(JsonNode before, JsonNode after) {
        SchemaDifferences differences = new SchemaDifferences();
        differences.compare("", before, after);
        before.path("$defs")
                .properties()
                .forEach(each -> differences.compare(
                        "/$defs/" + each.getKey(),
                        each.getValue(),
                        after.path("$defs").path(each.getKey())));
        return differences.problems;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (after.isMissingNode()) {
            problems.add(path + " is gone");
            return;
        }
        if (!types(before).containsAll(types(after))
                || (types(after).isEmpty() && !types(before).isEmpty())) {
            problems.add(path + " has another type");
        }
        if (!before.path("format").equals(after.path("format"))) {
            problems.add(path + " has another format");
        }
        if (before.has("$ref") && !before.get("$ref").equals(after.path("$ref"))) {
            problems.add(path + " has another reference");
        }
        if (!after.path("additionalProperties").asBoolean(true)) {
            problems.add("it is closed");
        }
        Set<JsonNode> required = values(after.path("required"));
        before.path("required").forEach(field -> {
            if (!required.contains(field) && after.path("properties").has(field.textValue())) {
                problems.add(field.textValue() + " is no longer required");
            }
        });
        Set<JsonNode> known = values(after.path("enum"));
        before.path("enum").forEach(value -> {
            if (!known.contains(value)) {
                problems.add(path.replaceAll("/anyOf/\\d+", "") + " has lost " + value);
            }
        });
        before.path("properties")
                .properties()
                .forEach(field -> compare(
                        path + "/properties/" + field.getKey(),
                        field.getValue(),
                        after.path("properties").path(field.getKey())));
        if (before.has("items")) {
            compare(path + "/items", before.get("items"), after.path("items"));
        }
        for (int i = 0; i < before.path("anyOf").size(); i++) {
            compare(path + "/anyOf/" + i, before.at("/anyOf/" + i), after.at("/anyOf/" + i));
        }
    }

    private static Set<JsonNode> values(JsonNode list) {
        Set<JsonNode> values = new HashSet<>();
        list.forEach(values::add);
        return values;
    }

    private static Set<JsonNode> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? Set.of(type) : values(type);
    }
}
