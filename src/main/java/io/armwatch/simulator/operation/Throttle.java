package io.armwatch.simulator.operation;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** ARM's throttling: a token bucket for reads and one for writes per Azure subscription. */
final class Throttle {
    private final Map<String, Buckets> bySubscription = new ConcurrentHashMap<>();
    private final LongSupplier millis;

    Throttle(LongSupplier millis) {
        this.millis = millis;
    }

    /** Takes one request from a subscription's bucket. */
    Taken take(String subscription, boolean read) {
        Buckets buckets = bySubscription.computeIfAbsent(
                subscription.toLowerCase(Locale.ROOT),
                key -> new Buckets(new Bucket(250, 25, millis.getAsLong()), new Bucket(200, 10, millis.getAsLong())));
        return (read ? buckets.reads() : buckets.writes()).take(millis.getAsLong());
    }

    private record Buckets(Bucket reads, Bucket writes) {}

    /**
     * The outcome of one request.
     *
     * @param remaining the requests left
     * @param retryAfter the seconds to wait; 0 if the request was allowed
     */
    record Taken(int remaining, int retryAfter) {}

    /** A bucket that refills evenly. A request before a Retry-After has passed restarts the wait. */
    private static final class Bucket {
        private static final int WAIT_SECONDS = 1;

        private final int size;
        private final double perMilli;
        private double tokens;
        private long last;
        private long blockedUntil;

        Bucket(int size, int perSecond, long now) {
            this.size = size;
            this.perMilli = perSecond / 1000.0;
            this.tokens = size;
            this.last = now;
        }

        synchronized Taken take(long now) {
            tokens = Math.min(size, tokens + Math.max(0, now - last) * perMilli);
            last = now;
            if (tokens < 1 || now < blockedUntil) {
                blockedUntil = now + WAIT_SECONDS * 1000L;
                return new Taken((int) tokens, WAIT_SECONDS);
            }
            tokens -= 1;
            return new Taken((int) tokens, 0);
        }
    }
}
