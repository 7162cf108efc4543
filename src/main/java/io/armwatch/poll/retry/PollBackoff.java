package io.armwatch.poll.retry;

import io.armwatch.poll.plan.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The backoff of what cannot be polled, by state key: what answers permanently that it cannot be, is polled twice as rarely each time, up to
 * hourly, until it answers again.
 */
public final class PollBackoff {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Schedules schedules;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Backoff> resting = new ConcurrentHashMap<>();

    /**
     * Creates a backoff that follows these schedules.
     *
     * @param clock says when the next attempt is, for people
     * @param nanos measures the waits: a wall clock may be set
     */
    public PollBackoff(Schedules schedules, Clock clock, LongSupplier nanos) {
        this.schedules = schedules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** @param endsAt when the wait ends, in nanoseconds of the monotonic clock */
    private record Backoff(Instant until, long endsAt, int times) {}

    /** Whether asking would be too early. */
    public boolean isBackedOff(String key) {
        Backoff rest = resting.get(key);
        return rest != null && rest.endsAt() - nanos.getAsLong() > 0;
    }

    /**
     * Takes note of a failure.
     *
     * @param permanent whether asking again soon is of no use
     * @return when it will be asked again
     */
    public Optional<Instant> failed(String key, String source, boolean permanent, Optional<Duration> retryAfter) {
        Instant now = clock.instant();
        Optional<Instant> scheduled = schedules.next(source, now);
        Optional<Instant> told = retryAfter.map(now::plus);
        if (!permanent || scheduled.isEmpty()) {
            told.ifPresent(until -> resting.put(key, rest(now, until, 0)));
            return told.flatMap(until -> schedules.next(source, until)).or(() -> scheduled);
        }
        Backoff rest = resting.compute(
                key, (same, before) -> later(next(now, source, before == null ? 0 : before.times()), now, told));
        return schedules.next(source, rest.until().isBefore(now) ? now : rest.until());
    }

    /** The first time it rests until its next scan, then for two periods, then for four, and so on. */
    private Backoff next(Instant now, String source, int times) {
        Duration period = schedules.period(source, now);
        Duration wait = times > 20 ? LONGEST : period.multipliedBy((1L << times) - 1);
        Instant until = now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        return rest(now, until.minusMillis(1), times + 1);
    }

    private Backoff rest(Instant now, Instant until, int times) {
        return new Backoff(
                until,
                nanos.getAsLong()
                        + TimeUnit.MILLISECONDS.toNanos(
                                Duration.between(now, until).toMillis()),
                times);
    }

    private Backoff later(Backoff rest, Instant now, Optional<Instant> told) {
        return told.filter(rest.until()::isBefore)
                .map(until -> rest(now, until, rest.times()))
                .orElse(rest);
    }

    /** Forgets what it knows of all other keys. */
    public void keep(Predicate<String> kept) {
        resting.keySet().removeIf(kept.negate());
    }

    /** It answers again. */
    public void answered(String key) {
        if (!resting.isEmpty()) {
            resting.remove(key);
        }
    }
}
