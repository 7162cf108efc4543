package io.armwatch.poll.retry;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps each path from being asked for before the time that ARM's Retry-After gave it. */
public final class RetryAfterGate {
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Long> closed = new ConcurrentHashMap<>();

    /**
     * Creates a gate that measures waits by this clock.
     *
     * @param nanos measures the waits: a wall clock may be set
     */
    public RetryAfterGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes note of a Retry-After: nobody asks for that path before. */
    public void close(String path, Duration retryAfter) {
        long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(retryAfter.toMillis());
        closed.merge(key(path), until, (one, other) -> one - other > 0 ? one : other);
    }

    /** How long a path may not be asked for; empty where it may be. */
    public Optional<Duration> remaining(String path) {
        if (closed.isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        closed.values().removeIf(until -> until - now <= 0);
        return Optional.ofNullable(closed.get(key(path))).map(until -> Duration.ofNanos(until - now));
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
