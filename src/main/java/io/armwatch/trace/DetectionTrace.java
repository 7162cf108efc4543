package io.armwatch.trace;

import java.util.List;

/** The span of change detection for one observation. For one thread. */
public interface DetectionTrace {
    /** What an event names as its origin: CloudEvents' Distributed Tracing extension, in the form of W3C Trace Context. */
    String traceparent();

    /** Notes the outcome, as the metric {@code armwatch_observations_total} names it. */
    void note(String outcome);

    /**
     * Ends the span.
     *
     * @param types of the events that were written
     */
    void end(List<String> types);
}
