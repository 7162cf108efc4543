package io.armwatch.trace;

import java.util.Map;

/** The span of a scan run. Workers on several threads add to it the polls that found something or failed. */
public interface RunTrace {
    /** The trace id, 32 hex digits. */
    String traceId();

    /** Adds a poll that has just been answered, or got no answer. */
    PollTrace addPoll(TracedPoll poll);

    /**
     * Ends the span; once.
     *
     * @param counts what the run found, by the names of {@code scan.completed}
     * @param complete whether it saw everything
     */
    void end(Map<String, Integer> counts, boolean complete);
}
