package io.armwatch.poll.queue;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that may be in flight at once, one for each connection, shared by all sources: what has spent its budget is sent at
 * once. Where answers come at once, few workers do as much as many and cost less: each one more is a thread to switch to.
 */
public final class ConcurrencyLimiter {
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int WEIGHT = 16;

    private final Semaphore free;
    private final int workers;
    private final AtomicLong mean = new AtomicLong(SLOW);
    private final ConcurrentMap<String, AtomicInteger> subscriptions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean sharedBySubscriptions;
    private volatile boolean sharedBySources;

    /**
     * Creates a limiter for this many requests.
     *
     * @param calls that may be in flight
     * @param workers of one source at most
     */
    public ConcurrencyLimiter(int calls, int workers) {
        this.free = new Semaphore(calls, true);
        this.workers = workers;
    }

    /** Says among how many the slots are shared: where there is only one, it may take all. */
    public void shareAmong(int polledSubscriptions, int sources) {
        sharedBySubscriptions = polledSubscriptions > 1;
        sharedBySources = sources > 1;
    }

    boolean areSharedBySubscriptions() {
        return sharedBySubscriptions;
    }

    boolean areSharedBySources() {
        return sharedBySources;
    }

    /** The slots of one source in one Azure subscription. */
    Lane lane(String source, String subscription) {
        return lanes.computeIfAbsent(
                source + " " + subscription,
                lane -> new Lane(this, subscriptions.computeIfAbsent(subscription, same -> new AtomicInteger())));
    }

    int free() {
        return free.availablePermits();
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

    /** How many workers one source may have, whatever is of use. */
    int most() {
        return workers;
    }
}
