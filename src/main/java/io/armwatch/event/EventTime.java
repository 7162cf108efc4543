package io.armwatch.event;

import io.armwatch.change.DetectedChange;
import io.armwatch.change.Timestamp;
import java.time.Instant;

/**
 * CloudEvents' {@code time} (Optional Attributes): Azure's own time of the change if it states one, otherwise the time
 * of the observation.
 *
 * @param source {@code azure} or {@code observed}
 */
record EventTime(Instant instant, String source) {
    static EventTime of(DetectedChange change) {
        return change.change()
                .at()
                .flatMap(Timestamp::instant)
                .map(time -> new EventTime(time, "azure"))
                .orElseGet(() -> new EventTime(change.observedAt(), "observed"));
    }
}
