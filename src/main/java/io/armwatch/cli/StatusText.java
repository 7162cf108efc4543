package io.armwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The answers of the API as text for people: one screen, in aligned columns. */
final class StatusText {
    private static final List<String> SOURCES =
            List.of("SOURCE", "LAST SCAN", "TOOK", "SEEN", "CHANGED", "FAILED", "ALL SEEN SINCE", "NEXT", "RESOURCES");
    private static final List<String> SUBSCRIPTIONS = List.of(
            "AZURE SUBSCRIPTION", "READS LEFT", "WRITES LEFT", "RESOURCES", "FAILING", "INCIDENTS", "POLLED BY");

    private final JsonNode found;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();

    /** @param found the answers, by the name of the call */
    StatusText(JsonNode found) {
        this.found = found;
        this.now = Instant.parse(found.path("status").path("now").asText());
    }

    String text() {
        text.append(found.path("status").path("sentence").asText()).append('\n');
        found.path("status")
                .path("problems")
                .forEach(problem -> text.append("- ").append(problem.asText()).append('\n'));
        table(SOURCES, rows("sources").map(this::source).toList());
        table(SUBSCRIPTIONS, rows("subscriptions").map(this::subscription).toList());
        list("incidents", "Open incidents", this::incident);
        list("expiries", "Next to expire", this::expiry);
        return text.toString().stripTrailing();
    }

    private Stream<JsonNode> rows(String part) {
        return StreamSupport.stream(found.path(part).path("items").spliterator(), false);
    }

    private List<String> source(JsonNode row) {
        JsonNode counts = row.path("counts");
        boolean scanned = counts.isObject();
        return List.of(
                row.path("name").asText(),
                age(row.path("lastScanAt")),
                row.path("lastScanSeconds").isNumber()
                        ? row.path("lastScanSeconds").asText() + " s"
                        : "-",
                scanned
                        ? counts.path("seen").asInt() + "/"
                                + counts.path("expected").asInt()
                        : "-",
                scanned ? counts.path("changed").asText() : "-",
                scanned ? counts.path("failed").asText() : "-",
                age(row.path("completeSince")),
                row.path("paused").asBoolean() ? "paused" : age(row.path("nextScanAt")),
                row.path("resources").asText());
    }

    private List<String> subscription(JsonNode row) {
        JsonNode budget = row.path("budget");
        JsonNode owner = row.path("owner");
        return List.of(
                row.path("subscriptionId").asText(),
                budget.path("reads").asText("-"),
                budget.path("writes").asText("-"),
                row.path("resources").asText(),
                row.path("failing").asText(),
                row.path("incidents").asText(),
                owner.path("self").asBoolean()
                        ? "this process"
                        : owner.path("process").asText("nobody, or not known"));
    }

    private String incident(JsonNode row) {
        return row.path("type").asText() + "  " + row.path("resourceId").asText() + part(row)
                + (row.path("reason").isTextual() ? ": " + row.path("reason").asText() : "");
    }

    private String expiry(JsonNode row) {
        return row.path("daysLeft").asText() + " days  "
                + row.path("resourceId").asText() + part(row) + "  "
                + row.path("kind").asText();
    }

    private static String part(JsonNode row) {
        return row.path("part").isTextual() ? " (" + row.path("part").asText() + ")" : "";
    }

    private void list(String part, String title, Function<JsonNode, String> line) {
        int total = found.path(part).path("total").asInt();
        if (total == 0) {
            return;
        }
        List<String> lines = rows(part).map(line).toList();
        text.append('\n')
                .append(title)
                .append(total > lines.size() ? ", " + lines.size() + " of " + total : "")
                .append('\n');
        lines.forEach(each -> text.append("  ").append(each).append('\n'));
    }

    private void table(List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        text.append('\n');
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < head.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** A time as its distance from now. */
    private String age(JsonNode time) {
        if (!time.isTextual()) {
            return "-";
        }
        Duration age = Duration.between(Instant.parse(time.asText()), now);
        return age.isNegative() ? "in " + distance(age.negated()) : distance(age) + " ago";
    }

    private static String distance(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
