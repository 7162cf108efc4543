package io.armwatch.poll.retry;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds back requests for a path until the time that ARM's Retry-After gave. */
public final class RetryAfterGate {
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Long> closedUntil = new ConcurrentHashMap<>();

    /**
     * Creates a gate that measures waits by this clock.
     *
     * @param nanos measures the waits, because the wall clock may be set
     */
    public RetryAfterGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Holds back requests for a path from now on. */
    public void close(String path, Duration retryAfter) {
        long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(retryAfter.toMillis());
        closedUntil.merge(key(path), until, (one, other) -> one - other > 0 ? one : other);
    }

    /** How long requests for a path must still wait; empty if they need not. */
    public Optional<Duration> remaining(String path) {
        if (closedUntil.isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        closedUntil.values().removeIf(until -> until - now <= 0);
        return Optional.ofNullable(closedUntil.get(key(path))).map(until -> Duration.ofNanos(until - now));
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
