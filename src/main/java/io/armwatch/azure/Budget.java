package io.armwatch.azure;

import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What armwatch allows itself of ARM's rate limits: for each Azure subscription a token bucket for reads and one for writes, as
 * ARM itself keeps them for each subscription and principal. POST actions such as {@code listKeys} are writes.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling">Understand
 *     how Azure Resource Manager throttles requests</a>
 */
public final class Budget {
    private final double share;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** The two kinds of calls that ARM counts apart: bucket size, and tokens a second. */
    public enum Kind {
        READS(250, 25),
        WRITES(200, 10);

        private final double size;
        private final double perSecond;

        Kind(double size, double perSecond) {
            this.size = size;
            this.perSecond = perSecond;
        }

        /** Calls a second that ARM allows in the long run. */
        public double perSecond() {
            return perSecond;
        }

        /** Calls that ARM allows at once. */
        public double size() {
            return size;
        }

        /** The header by which ARM says how many calls are left. */
        public String remainingHeader() {
            return "x-ms-ratelimit-remaining-subscription-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param share the part of ARM's limits that is used, above 0 and up to 1
     * @param nanos the time, in nanoseconds from any origin
     */
    public Budget(double share, LongSupplier nanos) {
        this.share = share;
        this.nanos = nanos;
    }

    /**
     * Spends one call.
     *
     * @return 0 where it was there; else the nanoseconds to wait before asking again, and nothing is spent
     */
    public long take(String subscription, Kind kind) {
        return bucket(subscription, kind).take(nanos.getAsLong());
    }

    /** Takes note of how many calls ARM says are left to all who use this identity; armwatch's share of them is its own. */
    public void remaining(String subscription, Kind kind, long calls) {
        bucket(subscription, kind).atMost(nanos.getAsLong(), Math.max(0, calls) * share);
    }

    /** Spends nothing before a Retry-After has passed: calling earlier would renew the wait. */
    public void block(String subscription, Kind kind, long forNanos) {
        bucket(subscription, kind).block(nanos.getAsLong() + forNanos);
    }

    private Bucket bucket(String subscription, Kind kind) {
        return buckets.computeIfAbsent(
                subscription.toLowerCase(Locale.ROOT) + kind, key -> new Bucket(kind, share, nanos.getAsLong()));
    }

    /** One bucket. It starts full, as ARM's does. */
    private static final class Bucket {
        private final double size;
        private final double perNano;
        private double tokens;
        private long filledAt;
        private long blockedUntil;

        Bucket(Kind kind, double share, long now) {
            this.size = Math.max(1, kind.size * share);
            this.perNano = kind.perSecond * share / TimeUnit.SECONDS.toNanos(1);
            this.tokens = size;
            this.filledAt = now;
            this.blockedUntil = now;
        }

        synchronized long take(long now) {
            if (blockedUntil - now > 0) {
                return blockedUntil - now;
            }
            fill(now);
            if (tokens < 1) {
                return (long) Math.ceil((1 - tokens) / perNano);
            }
            tokens -= 1;
            return 0;
        }

        synchronized void atMost(long now, double left) {
            fill(now);
            tokens = Math.min(tokens, left);
        }

        synchronized void block(long until) {
            blockedUntil = blockedUntil - until > 0 ? blockedUntil : until;
        }

        private void fill(long now) {
            tokens = Math.min(size, tokens + (now - filledAt) * perNano);
            filledAt = now;
        }
    }
}
