package io.armwatch.route;

import io.armwatch.change.Failure;
import io.armwatch.change.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One walk over all that is watched of one source in one Azure subscription: the unit that never overlaps itself. */
final class Scan {
    private final String source;
    private final String subscription;
    private final Instant startedAt;
    private final long moment;
    private long startedNanos;
    private final AtomicInteger walks = new AtomicInteger();
    private final AtomicInteger overruns;
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final LongAdder recovered = new LongAdder();

    /**
     * @param moment of the ledger of known states, when it began
     * @param scheduled whether a tick began it, so that the next tick finds it a whole period old
     */
    Scan(String source, String subscription, Instant startedAt, long moment, boolean scheduled) {
        this.source = source;
        this.subscription = subscription;
        this.startedAt = startedAt;
        this.moment = moment;
        this.overruns = new AtomicInteger(scheduled ? 0 : -1);
    }

    /**
     * A target that has begun to fail, or fails for another reason than before.
     *
     * @param callIds by which ARM's activity log has the call
     */
    record Trouble(Target target, Failure failure, String callIds) {}

    /** Notes when it began, by the monotonic clock. */
    Scan begunAt(long nanos) {
        startedNanos = nanos;
        return this;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Says how many walks it has. */
    void begins(int number) {
        walks.set(number);
    }

    /** A walk has ended; whether it was the last. */
    boolean ended() {
        return walks.decrementAndGet() == 0;
    }

    /** Notes that a tick found the scan still running; whether this is the first time that it outlasted its period. */
    boolean firstOverrun() {
        return overruns.incrementAndGet() == 1;
    }

    boolean overran() {
        return overruns.get() > 0;
    }

    void trouble(Trouble trouble) {
        troubles.add(trouble);
    }

    Collection<Trouble> troubles() {
        return troubles;
    }

    void recovered() {
        recovered.increment();
    }

    long recoveries() {
        return recovered.sum();
    }

    String source() {
        return source;
    }

    String subscription() {
        return subscription;
    }

    long moment() {
        return moment;
    }

    Instant startedAt() {
        return startedAt;
    }
}
