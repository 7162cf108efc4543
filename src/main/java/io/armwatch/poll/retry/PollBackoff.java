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
 * The backoff of each target that cannot be polled, by state key. After a permanent failure the interval doubles each time, up to an
 * hour, until the target can be polled again.
 */
public final class PollBackoff {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Schedules schedules;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Backoff> backoffs = new ConcurrentHashMap<>();

    /**
     * Creates a backoff that follows these schedules.
     *
     * @param clock for the time of the next attempt, which people read
     * @param nanos measures the waits, because the wall clock may be set
     */
    public PollBackoff(Schedules schedules, Clock clock, LongSupplier nanos) {
        this.schedules = schedules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** @param endsAt when the wait ends, in nanoseconds of the monotonic clock */
    private record Backoff(Instant until, long endsAt, int times) {}

    /** Whether it is too early to poll a target. */
    public boolean isBackedOff(String key) {
        Backoff current = backoffs.get(key);
        return current != null && current.endsAt() - nanos.getAsLong() > 0;
    }

    /**
     * Starts or extends the backoff of a target after a failed poll.
     *
     * @param permanent whether a retry soon would get the same response
     * @return when it will be polled again
     */
    public Optional<Instant> backOff(String key, String source, boolean permanent, Optional<Duration> retryAfter) {
        Instant now = clock.instant();
        Optional<Instant> scheduled = schedules.next(source, now);
        Optional<Instant> requested = retryAfter.map(now::plus);
        if (!permanent || scheduled.isEmpty()) {
            requested.ifPresent(until -> backoffs.put(key, backoff(now, until, 0)));
            return requested.flatMap(until -> schedules.next(source, until)).or(() -> scheduled);
        }
        Backoff current = backoffs.compute(
                key,
                (same, before) ->
                        extend(nextBackoff(now, source, before == null ? 0 : before.times()), now, requested));
        return schedules.next(source, current.until().isBefore(now) ? now : current.until());
    }

    /** The first time, the backoff lasts until the next scan, then for two periods, then for four, and so on. */
    private Backoff nextBackoff(Instant now, String source, int times) {
        Duration period = schedules.period(source, now);
        Duration wait = times > 20 ? LONGEST : period.multipliedBy((1L << times) - 1);
        Instant until = now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        return backoff(now, until.minusMillis(1), times + 1);
    }

    private Backoff backoff(Instant now, Instant until, int times) {
        return new Backoff(
                until,
                nanos.getAsLong()
                        + TimeUnit.MILLISECONDS.toNanos(
                                Duration.between(now, until).toMillis()),
                times);
    }

    private Backoff extend(Backoff current, Instant now, Optional<Instant> requested) {
        return requested
                .filter(current.until()::isBefore)
                .map(until -> backoff(now, until, current.times()))
                .orElse(current);
    }

    /** Forgets the backoff of all other keys. */
    public void keep(Predicate<String> kept) {
        backoffs.keySet().removeIf(kept.negate());
    }

    /** Ends the backoff of a target: it can be polled again. */
    public void reset(String key) {
        if (!backoffs.isEmpty()) {
            backoffs.remove(key);
        }
    }
}
