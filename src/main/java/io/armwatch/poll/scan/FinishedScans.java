package io.armwatch.poll.scan;

import io.armwatch.change.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Scans that have finished and are not reported yet. Many finish at about the same time and are reported together; until then their
 * scan runs go on.
 *
 * <p>Camel's {@code aggregate} was tried in its place. With threads of its own it loses the whole group, and never completes another
 * one, if a thread cannot be started; on its timer's thread it holds its lock while it sends, and a worker that finished a scan waited
 * 1.7 s of a send of 2 s. Its interval of 50 ms also cost 3 ms of CPU a second while nothing was polled; this costs nothing then.
 */
public final class FinishedScans {
    private final Consumer<ScanRun> ended;
    private final LongSupplier nanos;
    private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();
    private static final long LOST = TimeUnit.SECONDS.toNanos(10);

    private final AtomicBoolean telling = new AtomicBoolean();
    /** Batches that were taken and are not sent yet. */
    private final AtomicInteger sending = new AtomicInteger();

    private volatile long tellingSince;
    private volatile Runnable tellSoon = () -> {};

    /**
     * Creates a collector of finished scans.
     *
     * @param ended called for each walk that has been told
     */
    public FinishedScans(Consumer<ScanRun> ended, LongSupplier nanos) {
        this.nanos = nanos;
        this.ended = ended;
    }

    /** @param run empty where the observations belong to no scan */
    private record Ending(Optional<ScanRun> run, List<Observation> observations) {}

    public void add(ScanRun run, List<Observation> observations) {
        add(new Ending(Optional.of(run), observations));
    }

    /** Sends what belongs to no scan. */
    public void send(List<Observation> observations) {
        if (!observations.isEmpty()) {
            add(new Ending(Optional.empty(), observations));
        }
    }

    private void add(Ending ending) {
        endings.add(ending);
        if (telling.compareAndSet(false, true)) {
            tell();
        }
    }

    private void tell() {
        tellingSince = nanos.getAsLong();
        tellSoon.run();
    }

    /** Has what was not sent in time sent after all: whoever was to send it is gone. */
    public void tellIfLost() {
        if (telling.get() && nanos.getAsLong() - tellingSince > LOST) {
            tell();
        }
    }

    /** Whether an end of a scan waits to be sent or is being sent. */
    public boolean arePending() {
        return telling.get() || sending.get() > 0;
    }

    /** Says who sends what {@link #take} has. */
    public void tellBy(Runnable soon) {
        this.tellSoon = soon;
    }

    /** What there is to send by now. */
    public Batch take() {
        sending.incrementAndGet();
        telling.set(false);
        List<Ending> over = new ArrayList<>();
        for (Ending ending = endings.poll(); ending != null; ending = endings.poll()) {
            over.add(ending);
        }
        return new Batch(over);
    }

    /** Ends of scans that are sent together. */
    public final class Batch {
        private final List<Ending> over;

        private Batch(List<Ending> over) {
            this.over = over;
        }

        /** What is to be sent. */
        public List<Observation> observations() {
            return over.stream()
                    .flatMap(ending -> ending.observations().stream())
                    .toList();
        }

        /** It was sent, or could not be: with that, the scans end. To be called once. */
        public void sent() {
            over.forEach(ending -> ending.run().ifPresent(ended));
            sending.decrementAndGet();
        }
    }
}
