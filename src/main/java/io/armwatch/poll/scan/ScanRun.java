package io.armwatch.poll.scan;

import io.armwatch.change.Failure;
import io.armwatch.change.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One walk over all that is watched of one source in one Azure subscription: the unit that never overlaps itself. */
public final class ScanRun {
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
     * Starts a scan run.
     *
     * @param moment of the ledger of known states, when it began
     * @param scheduled whether a tick began it, so that the next tick finds it a whole period old
     */
    public ScanRun(String source, String subscription, Instant startedAt, long moment, boolean scheduled) {
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
    public record Trouble(Target target, Failure failure, String callIds) {}

    /** Notes when it began, by the monotonic clock. */
    public ScanRun begunAt(long nanos) {
        startedNanos = nanos;
        return this;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** Says how many walks it has. */
    public void startScans(int number) {
        walks.set(number);
    }

    /** A walk has ended; whether it was the last. */
    public boolean finishScan() {
        return walks.decrementAndGet() == 0;
    }

    /** Notes that a tick found the scan still running; whether this is the first time that it outlasted its period. */
    public boolean firstOverrun() {
        return overruns.incrementAndGet() == 1;
    }

    public boolean overran() {
        return overruns.get() > 0;
    }

    public void trouble(Trouble trouble) {
        troubles.add(trouble);
    }

    Collection<Trouble> troubles() {
        return troubles;
    }

    public void recovered() {
        recovered.increment();
    }

    long recoveries() {
        return recovered.sum();
    }

    public String source() {
        return source;
    }

    public String subscription() {
        return subscription;
    }

    public long moment() {
        return moment;
    }

    public Instant startedAt() {
        return startedAt;
    }
}
