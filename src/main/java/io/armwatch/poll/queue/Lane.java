package io.armwatch.poll.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots that one source holds in one Azure subscription. An Azure subscription takes no more slots than it leaves free, and so
 * does a source within it: however many calls hang, a slot is left for whoever holds none.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury and Hahne, Dynamic queue length thresholds for shared memory</a>
 */
final class Lane {
    private final ConcurrencyLimiter limiter;
    private final AtomicInteger ofSubscription;
    private final AtomicInteger held = new AtomicInteger();

    /** @param ofSubscription what all sources hold in the Azure subscription */
    Lane(ConcurrencyLimiter limiter, AtomicInteger ofSubscription) {
        this.limiter = limiter;
        this.ofSubscription = ofSubscription;
    }

    /** How many more slots it may take. */
    int room() {
        return room(limiter.free());
    }

    /** Whether it may use a slot that its worker has already. */
    boolean mayUseSlot() {
        return room(limiter.free() + 1) > 0;
    }

    /** Each slot that it takes is one less that is free, and one more that each of the shares holds. */
    private int room(int free) {
        boolean amongSubscriptions = limiter.areSharedBySubscriptions();
        boolean amongSources = limiter.areSharedBySources();
        if (!amongSubscriptions && !amongSources) {
            return Integer.MAX_VALUE;
        }
        int first = amongSubscriptions ? ofSubscription.get() : held.get();
        int second = amongSubscriptions && amongSources ? held.get() : 0;
        int left = free - first - second;
        int each = amongSubscriptions && amongSources ? 3 : 2;
        return Math.max(first == 0 ? 1 : 0, (left + each - 1) / each);
    }

    /** Whether it holds no slot, so that no request of its source and Azure subscription is in flight. */
    boolean isIdle() {
        return held.get() == 0;
    }

    void take() {
        held.incrementAndGet();
        ofSubscription.incrementAndGet();
    }

    void giveBack() {
        held.decrementAndGet();
        ofSubscription.decrementAndGet();
    }
}
