package io.armwatch.azure;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * armwatch's share of ARM's rate limits: token buckets for reads and for writes, one of each per Azure subscription as
 * in ARM itself, and for the tenant once ARM reports a tenant limit. POST actions such as {@code listKeys} count as
 * writes.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling">Understand
 *     how Azure Resource Manager throttles requests</a>
 */
public final class Budget {
    /** Calls allowed before the first response reports what is left: earlier processes may have spent the rest. */
    private static final int BEFORE_FIRST_ANSWER = 10;

    private final double share;
    private final boolean full;
    private final LongSupplier nanos;
    private final Map<Kind, ConcurrentMap<String, Bucket>> buckets =
            Map.of(Kind.READS, new ConcurrentHashMap<>(), Kind.WRITES, new ConcurrentHashMap<>());
    private final ConcurrentMap<Kind, Bucket> tenants = new ConcurrentHashMap<>();

    /** The two kinds of calls that ARM limits separately: bucket size and tokens per second. */
    public enum Kind {
        READS(250, 25),
        WRITES(200, 10);

        private final double size;
        private final double perSecond;
        private final String text = name().toLowerCase(Locale.ROOT);
        private final String remaining = "x-ms-ratelimit-remaining-subscription-" + text;
        private final String remainingInTenant = "x-ms-ratelimit-remaining-tenant-" + text;

        Kind(double size, double perSecond) {
            this.size = size;
            this.perSecond = perSecond;
        }

        /** The response header with the number of calls left in the Azure subscription. */
        public String remainingHeader() {
            return remaining;
        }

        /** The response header with the number of calls left in the tenant. */
        public String remainingInTenantHeader() {
            return remainingInTenant;
        }

        /** The sustained rate that ARM allows, in calls per second. */
        public double perSecond() {
            return perSecond;
        }

        /** The burst that ARM allows, in calls. */
        public double size() {
            return size;
        }

        /** The kind's name in ARM's headers. */
        public String text() {
            return text;
        }
    }

    /**
     * Creates a budget whose buckets start full.
     *
     * @param share the part of ARM's limits to use, above 0 and up to 1
     * @param nanos a monotonic clock in nanoseconds, with any origin
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
     * Creates the budget of a new process, which does not know what others have spent. It allows a few calls until the
     * first response reports the balance, so that neither a restart nor a second command exceeds ARM's limit.
     */
    public static Budget ofUnknownBalance(double share, LongSupplier nanos) {
        return new Budget(share, nanos, false);
    }

    /**
     * Spends one call.
     *
     * @return 0 if the call is spent and may be made; otherwise nothing is spent, and this many nanoseconds must pass
     *     first
     */
    public long take(String subscription, Kind kind) {
        long now = nanos.getAsLong();
        Bucket tenant = tenants.get(kind);
        if (tenant == null) {
            return bucket(subscription, kind).take(now);
        }
        synchronized (tenant) {
            long wait = tenant.nanosUntilToken(now);
            wait = wait > 0 ? wait : bucket(subscription, kind).take(now);
            if (wait == 0) {
                tenant.take(now);
            }
            return wait;
        }
    }

    /** Gives back a call that was spent and not made. */
    public void giveBack(String subscription, Kind kind) {
        long now = nanos.getAsLong();
        bucket(subscription, kind).giveBack(now);
        Bucket tenant = tenants.get(kind);
        if (tenant != null) {
            tenant.giveBack(now);
        }
    }

    /** The number of calls that could be spent now. */
    public int affordable(String subscription, Kind kind) {
        return bucket(subscription, kind).affordable(nanos.getAsLong());
    }

    /** The number of calls that could be spent now; empty if no call of this kind was made in the Azure subscription. */
    public OptionalInt left(String subscription, Kind kind) {
        Bucket known = requireNonNull(buckets.get(kind)).get(subscription.toLowerCase(Locale.ROOT));
        return known == null ? OptionalInt.empty() : OptionalInt.of(known.affordable(nanos.getAsLong()));
    }

    /** Records how many calls ARM says are left for this identity, of which armwatch uses its share. */
    public void setRemaining(String subscription, Kind kind, long calls) {
        bucket(subscription, kind).limitTo(nanos.getAsLong(), Math.max(0, calls) * share);
    }

    /** Records a response that does not say how many calls are left. */
    public void markAnswered(String subscription, Kind kind) {
        bucket(subscription, kind).open(nanos.getAsLong());
    }

    /**
     * Records how many calls ARM says are left in the tenant. By ARM's reference, calls within an Azure subscription do
     * not count against the tenant, so this limit applies only once ARM reports one.
     */
    public void setRemainingInTenant(Kind kind, long calls) {
        long now = nanos.getAsLong();
        tenants.computeIfAbsent(kind, same -> new Bucket(kind, share, now, true))
                .limitTo(now, Math.max(0, calls) * share);
    }

    /** Blocks calls until a Retry-After has passed: an earlier call would renew the wait. */
    public void block(String subscription, Kind kind, long forNanos) {
        bucket(subscription, kind).block(nanos.getAsLong() + forNanos);
    }

    private Bucket bucket(String subscription, Kind kind) {
        var ofKind = requireNonNull(buckets.get(kind));
        String key = subscription.toLowerCase(Locale.ROOT);
        Bucket before = ofKind.get(key); // unlike computeIfAbsent, takes no lock
        return before != null
                ? before
                : ofKind.computeIfAbsent(key, same -> new Bucket(kind, share, nanos.getAsLong(), full));
    }

    /** One token bucket. It starts full, as ARM's does, or holds back all but a few tokens until {@link #open}. */
    private static final class Bucket {
        private final double size;
        private final double perNano;
        private double withheld;
        private double tokens;
        private long filledAt;
        private long blockedUntil;
        /** What ARM reported last, and when: giving back never exceeds it. */
        private double reported;

        private long reportedAt;

        Bucket(Kind kind, double share, long now, boolean full) {
            this.size = Math.max(1, kind.size * share);
            this.perNano = kind.perSecond * share / TimeUnit.SECONDS.toNanos(1);
            this.withheld = full ? 0 : Math.max(0, size - BEFORE_FIRST_ANSWER);
            this.tokens = size - withheld;
            this.filledAt = now;
            this.blockedUntil = now;
            this.reported = size;
            this.reportedAt = now;
        }

        synchronized void giveBack(long now) {
            fill(now);
            double most = Math.min(size - withheld, reported + (now - reportedAt) * perNano);
            tokens = Math.max(tokens, Math.min(tokens + 1, most));
        }

        synchronized long take(long now) {
            long wait = nanosUntilToken(now);
            if (wait == 0) {
                tokens -= 1;
            }
            return wait;
        }

        /** The nanoseconds until a token is available; 0 if one is. */
        synchronized long nanosUntilToken(long now) {
            if (blockedUntil - now > 0) {
                return blockedUntil - now;
            }
            fill(now);
            return tokens < 1 ? (long) Math.ceil((1 - tokens) / perNano) : 0;
        }

        synchronized int affordable(long now) {
            return nanosUntilToken(now) > 0 ? 0 : (int) tokens;
        }

        synchronized void open(long now) {
            fill(now);
            tokens = Math.min(size, tokens + withheld);
            withheld = 0;
        }

        synchronized void limitTo(long now, double left) {
            open(now);
            tokens = Math.min(tokens, left);
            reported = left;
            reportedAt = now;
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
