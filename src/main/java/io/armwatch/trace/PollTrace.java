package io.armwatch.trace;

import java.util.Optional;

/** The span of a poll that found something or failed, and of the sending of its observations. For one thread. */
public interface PollTrace {
    /**
     * Begins the span of sending.
     *
     * @param number of the observations
     */
    void beginSend(int number);

    /** W3C Trace Context's header for the records that are sent; empty while nothing is. */
    Optional<String> traceparent();

    /**
     * Ends the span of sending.
     *
     * @param failure the kind of failure; empty if Kafka accepted everything
     */
    void endSend(Optional<String> failure);
}
