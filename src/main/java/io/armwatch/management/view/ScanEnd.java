package io.armwatch.management.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a scan, as {@code scan.completed} reports it.
 *
 * @param scope its ARM id, lower-cased
 */
public record ScanEnd(
        String source,
        String scope,
        Instant startedAt,
        Duration took,
        int expected,
        int seen,
        int unchanged,
        int changed,
        int failed,
        boolean complete) {
    static Optional<ScanEnd> of(EventRecord event) {
        JsonNode data = event.tree().path("data");
        try {
            Instant startedAt = Instant.parse(data.path("startedAt").asText());
            Instant endedAt = Instant.parse(data.path("observedAt").asText());
            return Optional.of(new ScanEnd(
                    data.path("source").asText(),
                    event.resource(),
                    startedAt,
                    Duration.between(startedAt, endedAt),
                    data.path("expected").asInt(),
                    data.path("seen").asInt(),
                    data.path("unchanged").asInt(),
                    data.path("changed").asInt(),
                    data.path("failed").asInt(),
                    data.path("complete").asBoolean()));
        } catch (DateTimeException invalid) {
            return Optional.empty();
        }
    }

    String key() {
        return source + "|" + scope;
    }
}
