package io.armwatch.poll.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Detects that the wall clock was set: then it disagrees with the monotonic clock about how much time has passed. */
public final class ClockStepDetector {
    /** NTP slews a clock by less than this between two calls. */
    private static final Duration TOLERATED = Duration.ofSeconds(3);

    private final Clock clock;
    private final LongSupplier nanos;
    private long wallMillis;
    private long monotonicNanos;

    public ClockStepDetector(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.wallMillis = clock.millis();
        this.monotonicNanos = nanos.getAsLong();
    }

    /** By how much the wall clock was set since the last call, negative if it was set back; empty if it was not set. */
    public Optional<Duration> step() {
        long wallNow = clock.millis();
        long monotonicNow = nanos.getAsLong();
        Duration step = Duration.ofMillis(wallNow - wallMillis).minusNanos(monotonicNow - monotonicNanos);
        wallMillis = wallNow;
        monotonicNanos = monotonicNow;
        return step.abs().compareTo(TOLERATED) > 0 ? Optional.of(step) : Optional.empty();
    }
}
