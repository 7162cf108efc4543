package io.armwatch.azure;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What armwatch allows itself of ARM's rate limits: for each Azure subscription a token bucket for reads and one for writes, as
 * ARM itself keeps them for each subscription and principal, and for the tenant where ARM speaks of that. POST actions such as {@code listKeys} are writes.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling">Understand
 *     how Azure Resource Manager throttles requests</a>
 */
public final class Budget {
    /** Calls before the first answer says what is left: earlier processes may have spent the rest. */
    private static final int BEFORE_FIRST_ANSWER = 10;

    private final double share;
    private final boolean full;
    private final LongSupplier nanos;
    private final Map<Kind, ConcurrentMap<String, Bucket>> buckets =
            Map.of(Kind.READS, new ConcurrentHashMap<>(), Kind.WRITES, new ConcurrentHashMap<>());
    private final ConcurrentMap<Kind, Bucket> tenants = new ConcurrentHashMap<>();

    /** The two kinds of calls that ARM counts apart: bucket size, and tokens a second. */
    public enum Kind {
        READS(250, 25),
        WRITES(200, 10);

        private final double size;
        private final double perSecond;
        private final String text = name().toLowerCase(Locale.ROOT);
        private final String remaining = "x-ms-ratelimit-remaining-subscription-" + text;
        private final String remainingToTenant = "x-ms-ratelimit-remaining-tenant-" + text;

        Kind(double size, double perSecond) {
            this.size = size;
            this.perSecond = perSecond;
        }

        /** The header by which ARM says how many calls are left in the Azure subscription. */
        public String remainingHeader() {
            return remaining;
        }

        /** The header by which ARM says how many calls are left in the tenant. */
        public String remainingToTenantHeader() {
            return remainingToTenant;
        }

        /** Calls a second that ARM allows in the long run. */
        public double perSecond() {
            return perSecond;
        }

        /** Calls that ARM allows at once. */
        public double size() {
            return size;
        }

        /** As ARM writes it. */
        public String text() {
            return text;
        }
    }

    /**
     * A budget that begins full.
     *
     * @param share the part of ARM's limits that is used, above 0 and up to 1
     * @param nanos the time, in nanoseconds from any origin
     */
    public Budget(double share, LongSupplier nanos) {
        this(share, nanos, true);
    }

    private Budget(double share, LongSupplier nanos, boolean full) {
        this.share = share;
        this.nanos = nanos;
        this.full = full;
    }

    /**
     * A budget of a process that begins, and does not know what others have spent: until the first answer it allows a few calls, so
     * that no restart, and no command beside another, spends more than ARM allows.
     */
    public static Budget ofUnknownBalance(double share, LongSupplier nanos) {
        return new Budget(share, nanos, false);
    }

    /**
     * Spends one call.
     *
     * @return 0 where it was there; else the nanoseconds to wait before asking again, and nothing is spent
     */
    public long take(String subscription, Kind kind) {
        long now = nanos.getAsLong();
        Bucket tenant = tenants.get(kind);
        if (tenant == null) {
            return bucket(subscription, kind).take(now);
        }
        synchronized (tenant) {
            long wait = tenant.lacks(now);
            wait = wait > 0 ? wait : bucket(subscription, kind).take(now);
            if (wait == 0) {
                tenant.take(now);
            }
            return wait;
        }
    }

    /** How many calls could be spent now. */
    public int affordable(String subscription, Kind kind) {
        return bucket(subscription, kind).affordable(nanos.getAsLong());
    }

    /** Takes note of how many calls ARM says are left to all who use this identity; armwatch's share of them is its own. */
    public void remaining(String subscription, Kind kind, long calls) {
        bucket(subscription, kind).atMost(nanos.getAsLong(), Math.max(0, calls) * share);
    }

    /** Takes note of an answer that does not say how many calls are left. */
    public void answered(String subscription, Kind kind) {
        bucket(subscription, kind).open(nanos.getAsLong());
    }

    /**
     * Takes note of how many calls ARM says are left in the tenant. Calls within an Azure subscription do not count there by ARM's
     * reference, so there is no such limit until ARM itself speaks of one.
     */
    public void remainingToTenant(Kind kind, long calls) {
        long now = nanos.getAsLong();
        tenants.computeIfAbsent(kind, same -> new Bucket(kind, share, now, true))
                .atMost(now, Math.max(0, calls) * share);
    }

    /** Spends nothing before a Retry-After has passed: calling earlier would renew the wait. */
    public void block(String subscription, Kind kind, long forNanos) {
        bucket(subscription, kind).block(nanos.getAsLong() + forNanos);
    }

    private Bucket bucket(String subscription, Kind kind) {
        var ofKind = requireNonNull(buckets.get(kind));
        String key = subscription.toLowerCase(Locale.ROOT);
        Bucket before = ofKind.get(key); // a lock less than computeIfAbsent
        return before != null
                ? before
                : ofKind.computeIfAbsent(key, same -> new Bucket(kind, share, nanos.getAsLong(), full));
    }

    /** One bucket. It starts full, as ARM's does, or with a few calls until it opens; the rest is withheld until then. */
    private static final class Bucket {
        private final double size;
        private final double perNano;
        private double withheld;
        private double tokens;
        private long filledAt;
        private long blockedUntil;

        Bucket(Kind kind, double share, long now, boolean full) {
            this.size = Math.max(1, kind.size * share);
            this.perNano = kind.perSecond * share / TimeUnit.SECONDS.toNanos(1);
            this.withheld = full ? 0 : Math.max(0, size - BEFORE_FIRST_ANSWER);
            this.tokens = size - withheld;
            this.filledAt = now;
            this.blockedUntil = now;
        }

        synchronized long take(long now) {
            long wait = lacks(now);
            if (wait == 0) {
                tokens -= 1;
            }
            return wait;
        }

        /** How long until there is a token; 0 where there is one. */
        synchronized long lacks(long now) {
            if (blockedUntil - now > 0) {
                return blockedUntil - now;
            }
            fill(now);
            return tokens < 1 ? (long) Math.ceil((1 - tokens) / perNano) : 0;
        }

        synchronized int affordable(long now) {
            return lacks(now) > 0 ? 0 : (int) tokens;
        }

        synchronized void open(long now) {
            fill(now);
            tokens = Math.min(size, tokens + withheld);
            withheld = 0;
        }

        synchronized void atMost(long now, double left) {
            open(now);
            tokens = Math.min(tokens, left);
        }

        synchronized void block(long until) {
            blockedUntil = blockedUntil - until > 0 ? blockedUntil : until;
        }

        private void fill(long now) {
            tokens = Math.min(size - withheld, tokens + (now - filledAt) * perNano);
            filledAt = now;
        }
    }
}
