package io.armwatch.trace;

import java.util.Optional;

/** The span of a poll that found something or failed, and of the sending of its observations. For one thread. */
public interface PollTrace {
    /**
     * Begins the span of sending.
     *
     * @param number of the observations
     * @return W3C Trace Context's header for their records
     */
    String beginSend(int number);

    /**
     * Ends the span of sending.
     *
     * @param failure the kind of failure; empty if Kafka accepted everything
     */
    void endSend(Optional<String> failure);
}
