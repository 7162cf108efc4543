package io.armwatch.route;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that may be in flight at once, one for each connection, shared by all sources: what has spent its budget is sent at
 * once. Where answers come at once, few workers do as much as many and cost less: each one more is a thread to switch to.
 */
final class Slots {
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int WEIGHT = 16;

    private final Semaphore free;
    private final int workers;
    private final AtomicLong mean = new AtomicLong(SLOW);

    /**
     * @param calls that may be in flight
     * @param workers of one source at most
     */
    Slots(int calls, int workers) {
        this.free = new Semaphore(calls, true);
        this.workers = workers;
    }

    /** Waits for a slot, in turn. */
    boolean take(long millis) throws InterruptedException {
        return free.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    void giveBack() {
        free.release();
    }

    /** Whether somebody waits for one. */
    boolean areWanted() {
        return free.hasQueuedThreads();
    }

    /** Takes note of how long an answer took. */
    void took(long nanos) {
        mean.accumulateAndGet(nanos, (before, now) -> before + (now - before) / WEIGHT);
    }

    /** How many workers are of use to one source. */
    int useful() {
        return mean.get() < SLOW ? Math.min(workers, AT_ONCE) : workers;
    }
}
