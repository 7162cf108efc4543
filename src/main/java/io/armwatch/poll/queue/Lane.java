package io.armwatch.poll.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of one source in one Azure subscription: how many wait, and how many slots they take. A subscription takes no more slots than it leaves free, and neither does
 * a source within it. So a slot is always left for one that has none, however many requests hang.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury and Hahne, Dynamic queue length thresholds for shared memory</a>
 */
final class Lane {
    private final ConcurrencyLimiter limiter;
    private final AtomicInteger takenInSubscription;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param takenInSubscription the slots that all sources take in the Azure subscription */
    Lane(ConcurrencyLimiter limiter, AtomicInteger takenInSubscription) {
        this.limiter = limiter;
        this.takenInSubscription = takenInSubscription;
    }

    /** How many more slots it may take. */
    int room() {
        return room(limiter.free());
    }

    /** Whether it may use the slot that a worker already has. */
    boolean mayUseSlot() {
        return room(limiter.free() + 1) > 0;
    }

    /** Solves for the slots to take: each one leaves one less free, and adds one to each share. */
    private int room(int free) {
        boolean amongSubscriptions = limiter.areSharedBySubscriptions();
        boolean amongSources = limiter.areSharedBySources();
        if (!amongSubscriptions && !amongSources) {
            return Integer.MAX_VALUE;
        }
        int first = amongSubscriptions ? takenInSubscription.get() : taken.get();
        int second = amongSubscriptions && amongSources ? taken.get() : 0;
        int left = free - first - second;
        int shares = amongSubscriptions && amongSources ? 3 : 2;
        return Math.max(first == 0 ? 1 : 0, (left + shares - 1) / shares);
    }

    /** Whether no request of its source and Azure subscription is queued or in flight. Call it within the lock of the queue. */
    boolean isIdle() {
        return taken.get() == 0 && waiting.get() == 0;
    }

    /** Counts a request that waits, for its turn or for a time. */
    void addWaiting() {
        waiting.incrementAndGet();
    }

    /** Counts a request that no longer waits. */
    void removeWaiting() {
        waiting.decrementAndGet();
    }

    void take() {
        taken.incrementAndGet();
        takenInSubscription.incrementAndGet();
    }

    void giveBack() {
        taken.decrementAndGet();
        takenInSubscription.decrementAndGet();
    }
}
