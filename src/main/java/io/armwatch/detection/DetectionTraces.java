package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.change.Observation;
import io.armwatch.event.Events;
import io.armwatch.trace.DetectionTrace;
import io.armwatch.trace.Tracing;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The trace of the observation that a processor compares at present. An observation without one, and what time alone changes, has no
 * trace. For one thread.
 */
final class DetectionTraces {
    private final Tracing tracing;
    private final List<String> written = new ArrayList<>();
    private Optional<DetectionTrace> current = Optional.empty();

    DetectionTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Begins, if the record of the observation has the header of a trace. */
    void begin(Headers headers, Observation observation) {
        Header traceparent = headers.lastHeader("traceparent");
        if (traceparent != null && traceparent.value() != null) {
            current = tracing.beginDetection(
                    new String(traceparent.value(), UTF_8),
                    observation.target().source(),
                    observation.target().id().text());
        }
    }

    void note(String outcome) {
        current.ifPresent(trace -> trace.note(outcome));
    }

    /** Adds to an event that is to be written the trace that it comes from, if there is one. */
    CloudEvent traced(CloudEvent event) {
        return current.map(trace -> {
                    written.add(event.getType());
                    return Events.traced(event, trace.traceparent());
                })
                .orElse(event);
    }

    void end() {
        current.ifPresent(trace -> trace.end(List.copyOf(written)));
        current = Optional.empty();
        written.clear();
    }
}
