package io.armwatch.poll.queue;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the requests in flight, one for each connection, across all sources. A slot is taken before budget is spent, so a request
 * never waits for a connection after that. If ARM responds fast, few workers do as much as many and cost fewer thread switches.
 */
public final class ConcurrencyLimiter {
    private static final int ENOUGH_IF_FAST = 2 * Runtime.getRuntime().availableProcessors();
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
     * @param calls how many requests may be in flight
     * @param workers how many workers one source may have
     */
    public ConcurrencyLimiter(int calls, int workers) {
        this.free = new Semaphore(calls, true);
        this.workers = workers;
    }

    /** Sets how many Azure subscriptions and sources share the slots. A single one may take all. */
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

    /** Whether a worker waits for a slot. */
    boolean areWanted() {
        return free.hasQueuedThreads();
    }

    /** Notes how long a response took. */
    void took(long nanos) {
        mean.accumulateAndGet(nanos, (before, now) -> before + (now - before) / WEIGHT);
    }

    /** How many workers make a source faster, by the mean response time. */
    int useful() {
        return mean.get() < SLOW ? Math.min(workers, ENOUGH_IF_FAST) : workers;
    }

    /** How many workers one source may have. */
    int most() {
        return workers;
    }
}
