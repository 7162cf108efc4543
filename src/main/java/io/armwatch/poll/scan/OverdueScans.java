package io.armwatch.poll.scan;

import io.armwatch.poll.plan.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** Finds scans that have not been complete for more than three of their periods. A change of the wall clock has no effect. */
public final class OverdueScans {
    private static final int PERIODS = 3;
    /** No scan is overdue before this time, however short its schedule. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(30);

    private static final int MOST_TICKS = 1_000;

    private final Schedules schedules;
    private final Clock clock;
    /** By source: for some instants, the next tick after each. */
    private final ConcurrentMap<String, NavigableMap<Instant, Instant>> ticks = new ConcurrentHashMap<>();

    public OverdueScans(Schedules schedules, Clock clock) {
        this.schedules = schedules;
        this.clock = clock;
    }

    /**
     * An overdue scan.
     *
     * @param since how long ago a scan run was complete for the last time
     * @param stuck whether armwatch is the cause: polling makes no progress although it waits for neither ARM nor the budget
     */
    public record Late(String source, String subscription, Duration since, boolean stuck) {
        /** The sentence for the health check. */
        public String text() {
            return source + " in " + subscription + " has not completed a scan for " + since.toSeconds() + " s";
        }
    }

    /**
     * How long a scan is overdue: the time since the last one, if that is more than three periods of its source.
     *
     * @param elapsed nanoseconds since the last scan was complete, or ended
     */
    public Optional<Duration> overdueFor(String source, long elapsed) {
        if (elapsed < SHORTEST) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Instant> due = Optional.of(now.minusNanos(elapsed));
        for (int period = 0; period < PERIODS; period++) {
            due = due.flatMap(tick -> next(source, tick));
        }
        return due.filter(tick -> tick.isBefore(now)).map(tick -> Duration.ofNanos(elapsed));
    }

    /** The next tick, which is computed once for each period: there may be thousands of scans, and a cron expression takes 20 microseconds. */
    private Optional<Instant> next(String source, Instant after) {
        NavigableMap<Instant, Instant> known = ticks.computeIfAbsent(source, same -> new ConcurrentSkipListMap<>());
        Map.Entry<Instant, Instant> before = known.floorEntry(after);
        if (before != null && after.isBefore(before.getValue())) {
            return Optional.of(before.getValue());
        }
        Optional<Instant> next = schedules.next(source, after);
        if (known.size() >= MOST_TICKS) {
            known.clear();
        }
        next.ifPresent(tick -> known.put(after, tick));
        return next;
    }
}
