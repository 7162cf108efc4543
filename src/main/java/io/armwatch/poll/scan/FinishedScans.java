package io.armwatch.poll.scan;

import io.armwatch.change.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished scans whose observations are not sent yet. Many scans end at about the same time, so their observations are sent in
 * batches; a scan run counts as running until its batch is sent.
 *
 * <p>Camel's {@code aggregate} was tried instead. On threads of its own it loses the group, and completes no other one, if no thread can
 * be started; on its timer's thread it holds its lock while it sends, so a worker that finished a scan waited 1.7 s for a send of 2 s.
 * Its interval of 50 ms costs 3 ms of CPU a second while nothing is polled; this costs nothing then.
 */
public final class FinishedScans {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedScans.class);

    private final Consumer<ScanRun> whenSent;
    private final LongSupplier nanos;
    private final Queue<FinishedScan> finished = new ConcurrentLinkedQueue<>();
    private static final long SEND_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final AtomicBoolean sendRequested = new AtomicBoolean();
    /** Of each scan run, how many finished scans are not sent yet. */
    private final ConcurrentMap<ScanRun, Integer> unsent = new ConcurrentHashMap<>();

    private volatile long requestedAt;
    private volatile Runnable sender = () -> {};

    /**
     * Creates a collector of finished scans.
     *
     * @param whenSent called for each scan whose observations were sent
     */
    public FinishedScans(Consumer<ScanRun> whenSent, LongSupplier nanos) {
        this.nanos = nanos;
        this.whenSent = whenSent;
    }

    /** @param run empty where the observations belong to no scan */
    private record FinishedScan(Optional<ScanRun> run, List<Observation> observations) {}

    public void add(ScanRun run, List<Observation> observations) {
        add(new FinishedScan(Optional.of(run), observations));
    }

    /** Sends what belongs to no scan. */
    public void send(List<Observation> observations) {
        if (!observations.isEmpty()) {
            add(new FinishedScan(Optional.empty(), observations));
        }
    }

    private void add(FinishedScan scan) {
        scan.run().ifPresent(run -> unsent.merge(run, 1, Integer::sum));
        finished.add(scan);
        if (sendRequested.compareAndSet(false, true)) {
            requestSend();
        }
    }

    private void requestSend() {
        requestedAt = nanos.getAsLong();
        sender.run();
    }

    /** Requests another send if the requested one did not happen in time, for example because its thread could not start. */
    public void resendIfLost() {
        if (sendRequested.get() && nanos.getAsLong() - requestedAt > SEND_TIMEOUT) {
            requestSend();
        }
    }

    /** Whether a finished scan of a scan run waits to be sent or is being sent. */
    public boolean isPending(ScanRun run) {
        return unsent.containsKey(run);
    }

    /** Sets what sends the batches that {@link #take} returns. */
    public void sendBy(Runnable nextSender) {
        this.sender = nextSender;
    }

    /** Takes everything that waits to be sent. */
    public Batch take() {
        sendRequested.set(false);
        List<FinishedScan> scans = new ArrayList<>();
        for (FinishedScan scan = finished.poll(); scan != null; scan = finished.poll()) {
            scans.add(scan);
        }
        return new Batch(scans);
    }

    /** Finished scans whose observations are sent together. */
    public final class Batch {
        private final List<FinishedScan> scans;

        private Batch(List<FinishedScan> scans) {
            this.scans = scans;
        }

        public List<Observation> observations() {
            return scans.stream().flatMap(scan -> scan.observations().stream()).toList();
        }

        /** Ends the scans, whether the batch was sent or could not be. Call it once. */
        public void sent() {
            scans.forEach(scan -> scan.run().ifPresent(this::end));
        }

        /** One scan run that cannot end keeps no other from ending. */
        private void end(ScanRun run) {
            try {
                whenSent.accept(run);
            } catch (RuntimeException e) {
                LOG.error("{}: the scan of subscription {} cannot end", run.source(), run.subscription(), e);
            } finally {
                unsent.computeIfPresent(run, (same, scansLeft) -> scansLeft == 1 ? null : scansLeft - 1);
            }
        }
    }
}
