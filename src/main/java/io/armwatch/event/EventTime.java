package io.armwatch.event;

import io.armwatch.change.Occurrence;
import io.armwatch.change.Timestamp;
import java.time.Instant;

/**
 * CloudEvents' {@code time} (Optional Attributes): Azure's own time of the change where it states one that RFC 3339 can write (years
 * 0 to 9999), else the time of the observation.
 *
 * @param source {@code azure} or {@code observed}
 */
record EventTime(Instant instant, String source) {
    private static final Instant FIRST_RFC3339 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_RFC3339 = Instant.parse("+10000-01-01T00:00:00Z");

    static EventTime of(Occurrence occurrence) {
        return occurrence
                .change()
                .at()
                .flatMap(Timestamp::instant)
                .filter(time -> !time.isBefore(FIRST_RFC3339) && time.isBefore(AFTER_RFC3339))
                .map(time -> new EventTime(time, "azure"))
                .orElseGet(() -> new EventTime(occurrence.observedAt(), "observed"));
    }
}
