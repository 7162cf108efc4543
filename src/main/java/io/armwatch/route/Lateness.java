package io.armwatch.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Since when each scan has not ended, and whether that is longer than three of its periods. Setting the wall clock changes nothing. */
public final class Lateness {
    private static final int PERIODS = 3;
    /** Short schedules are late no sooner. */
    private static final long AT_LEAST = TimeUnit.SECONDS.toNanos(30);

    private final Schedules schedules;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Long> since = new ConcurrentHashMap<>();

    Lateness(Schedules schedules, Clock clock, LongSupplier nanos) {
        this.schedules = schedules;
        this.clock = clock;
        this.nanos = nanos;
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

    /** A scan has ended, or there was nothing to be asked. */
    void ended(String scan) {
        since.put(scan, nanos.getAsLong());
    }

    /** This process begins to be responsible for a scan, unless it is already. */
    void begins(String scan) {
        since.computeIfAbsent(scan, same -> nanos.getAsLong());
    }

    /** This process is not responsible for a scan any more. */
    void forget(String scan) {
        since.remove(scan);
    }

    /** Time counts anew: nobody could scan until now. */
    void restart() {
        since.replaceAll((scan, before) -> nanos.getAsLong());
    }

    /** How long ago a scan ended, where that is longer than three periods. */
    Optional<Duration> late(String scan, String source) {
        Long before = since.get(scan);
        long elapsed = before == null ? 0 : nanos.getAsLong() - before;
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
