package io.armwatch.route;

import io.armwatch.change.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One walk over what is watched of one source, shared by the workers that carry it out. */
public final class Scan {
    private final String source;
    private final Instant startedAt;
    private final Queue<ArmRequest> requests;
    private final int size;
    private final int concurrency;
    private final AtomicInteger overruns;
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final LongAdder recovered = new LongAdder();
    private volatile boolean abandoned;

    /** @param scheduled whether a tick began it, so that the next tick finds it a whole period old */
    Scan(String source, Instant startedAt, Collection<ArmRequest> requests, int concurrency, boolean scheduled) {
        this.source = source;
        this.startedAt = startedAt;
        this.requests = new ConcurrentLinkedQueue<>(requests);
        this.size = requests.size();
        this.concurrency = concurrency;
        this.overruns = new AtomicInteger(scheduled ? 0 : -1);
    }

    /** A target that has begun to fail, or fails for another reason than before. */
    record Trouble(String id, Failure failure) {}

    /** As many shares of this scan as are worth a thread each; each takes requests until there are none. */
    public List<Scan> workers() {
        return Collections.nCopies(Math.min(concurrency, Math.max(1, size)), this);
    }

    /** The next request, or empty when there is nothing left to ask. */
    Optional<ArmRequest> next() {
        return abandoned ? Optional.empty() : Optional.ofNullable(requests.poll());
    }

    /** Asks nothing more: armwatch stops. */
    void abandon() {
        abandoned = true;
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

    public String source() {
        return source;
    }

    Instant startedAt() {
        return startedAt;
    }

    int size() {
        return size;
    }
}
