package io.armwatch.route;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps each path from being asked for before the time that ARM's Retry-After gave it. */
final class RetryAfterGate {
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Long> closed = new ConcurrentHashMap<>();

    /** @param nanos measures the waits: a wall clock may be set */
    RetryAfterGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes note of a Retry-After: nobody asks for that path before. */
    void close(String path, Duration retryAfter) {
        long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(retryAfter.toMillis());
        closed.merge(key(path), until, (one, other) -> one - other > 0 ? one : other);
    }

    /** How long a path may not be asked for; empty where it may be. */
    Optional<Duration> remaining(String path) {
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
