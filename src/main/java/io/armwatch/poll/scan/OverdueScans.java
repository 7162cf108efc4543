package io.armwatch.poll.scan;

import io.armwatch.poll.plan.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether a scan has not ended for longer than three of its periods. Setting the wall clock changes nothing. */
public final class OverdueScans {
    private static final int PERIODS = 3;
    /** Short schedules are late no sooner. */
    private static final long AT_LEAST = TimeUnit.SECONDS.toNanos(30);

    private final Schedules schedules;
    private final Clock clock;

    public OverdueScans(Schedules schedules, Clock clock) {
        this.schedules = schedules;
        this.clock = clock;
    }

    /**
     * A scan that is late.
     *
     * @param since how long ago the last one ended
     * @param stuck whether armwatch itself is the cause: it does not go on, and waits for neither ARM nor the budget
     */
    public record Late(String source, String subscription, Duration since, boolean stuck) {
        /** For health. */
        public String text() {
            return source + " in " + subscription + " has not completed a scan for " + since.toSeconds() + " s";
        }
    }

    /**
     * How long ago a scan ended, where that is longer than three periods of its source.
     *
     * @param elapsed since then, in nanoseconds
     */
    public Optional<Duration> late(String source, long elapsed) {
        if (elapsed < AT_LEAST) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Instant> due = Optional.of(now.minusNanos(elapsed));
        for (int period = 0; period < PERIODS; period++) {
            due = due.flatMap(tick -> schedules.next(source, tick));
        }
        return due.filter(tick -> tick.isBefore(now)).map(tick -> Duration.ofNanos(elapsed));
    }
}
