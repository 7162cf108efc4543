package io.armwatch.trace;

import java.util.Optional;

/**
 * Makes traces. Every part of armwatch asks it for spans only where something was found, failed or begins, never for an unchanged poll.
 * No method waits for the collector of traces, and none fails.
 */
public interface Tracing extends AutoCloseable {
    /** Makes no traces, and loads nothing of OpenTelemetry. */
    Tracing OFF = new Off();

    /** What began a scan run: a {@code tick}, a {@code signal}, or {@code due} after a start, a take-over or Kafka's return. */
    enum Trigger {
        TICK,
        SIGNAL,
        DUE
    }

    /**
     * Begins the span of a scan run, below the span that the present thread is in, such as Camel's span of the tick.
     *
     * @param subscription the lower-cased Azure subscription
     * @return empty if tracing is off
     */
    Optional<RunTrace> beginRun(String source, String subscription, Trigger trigger);

    /**
     * Begins the span of change detection, below the span that sent the observation. Its commit is that of the present thread.
     *
     * @param traceparent W3C Trace Context's header of the observation's record
     * @return empty if tracing is off, or the header is not valid
     */
    Optional<DetectionTrace> beginDetection(String traceparent, String source, String resource);

    /**
     * Adds the commit to every trace whose change detection the present thread has ended since the last one.
     *
     * @param nanos how long the commit took
     */
    void committed(long nanos);

    /** Adds the failed commit likewise. */
    void aborted();

    /** Exports what is left, for two seconds at most. */
    @Override
    void close();

    /** Tracing that is switched off. */
    final class Off implements Tracing {
        private Off() {}

        @Override
        public Optional<RunTrace> beginRun(String source, String subscription, Trigger trigger) {
            return Optional.empty();
        }

        @Override
        public Optional<DetectionTrace> beginDetection(String traceparent, String source, String resource) {
            return Optional.empty();
        }

        @Override
        public void committed(long nanos) {}

        @Override
        public void aborted() {}

        @Override
        public void close() {}
    }
}
