package io.armwatch.management;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Allows a number of calls at once, and from then on a number each second. */
final class RateLimit {
    private final int atOnce;
    private final long nanosEach;
    private final LongSupplier nanos;
    /** The time up to which calls are paid for; the past stands for calls that may be made now. */
    private long paidUntil;

    RateLimit(int atOnce, int perSecond, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanos = nanos;
        this.paidUntil = nanos.getAsLong() - atOnce * nanosEach;
    }

    /** Takes a call, if one is allowed now. */
    synchronized boolean take() {
        long now = nanos.getAsLong();
        long earliest = now - atOnce * nanosEach;
        long next = (paidUntil - earliest < 0 ? earliest : paidUntil) + nanosEach;
        if (next - now > 0) {
            return false;
        }
        paidUntil = next;
        return true;
    }
}
