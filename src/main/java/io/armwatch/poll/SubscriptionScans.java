package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.scan.ScanRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The scans of one source in one Azure subscription: which one runs, and whether another one is due. */
final class SubscriptionScans {
    private static final long STUCK = TimeUnit.SECONDS.toNanos(30);

    private final String source;
    private final String subscription;
    private final List<Part> parts;
    private final KnownStateCache cache;
    private final LongSupplier nanos;
    /** What has been met in the parts that read lists. */
    private final ConcurrentMap<Part, ScanHistory> history = new ConcurrentHashMap<>();

    private @Nullable ScanRun running;
    /** The moment at which the last scan began; null where that may be made anew at any time. */
    private @Nullable Long begunAt;
    /** When a scan ended last, or this process became responsible for it; null where it is not. */
    private @Nullable Long waitingSince;
    /** Whether a scan is due that could not be made to its end, as Kafka was away or a thread was lacking. */
    private boolean owed;
    /** Whether an overrun was reported and is not over: a scan that ends in time ends it. */
    private boolean overrunning;

    private boolean measured;
    /** Since when the running scan has had no request, queued or in flight; null where it has one. */
    private @Nullable Long idleSince;

    /** @param parts what is scanned, at least one part */
    SubscriptionScans(String source, String subscription, List<Part> parts, KnownStateCache cache, LongSupplier nanos) {
        this.source = source;
        this.subscription = subscription;
        this.parts = parts;
        this.cache = cache;
        this.nanos = nanos;
    }

    String source() {
        return source;
    }

    /** The lower-cased Azure subscription. */
    String subscription() {
        return subscription;
    }

    List<Part> parts() {
        return parts;
    }

    /** What the scans of a part have met so far. */
    ScanHistory met(Part part) {
        return history.computeIfAbsent(part, same -> new ScanHistory());
    }

    /** Whether this process holds the Azure subscription. */
    boolean isHeld() {
        return cache.holds(id());
    }

    private ArmId id() {
        return parts.get(0).id();
    }

    /** Whether a scan should begin without a tick: one is owed, or this process has not scanned since it came to hold this. */
    boolean isDue() {
        Long last = begunAt();
        return isOwed() || last == null || cache.takenSince(id(), last);
    }

    private synchronized @Nullable Long begunAt() {
        return begunAt;
    }

    /**
     * Begins a scan, unless one runs.
     *
     * @return the one that runs; empty where this one began
     */
    synchronized Optional<ScanRun> begin(ScanRun run) {
        if (running != null) {
            return Optional.of(running);
        }
        running = run;
        idleSince = null;
        begunAt = run.moment();
        owed = false;
        beginWaiting();
        return Optional.empty();
    }

    /**
     * Whether the scan that runs has had no request for so long that it cannot end any more. Call it regularly.
     *
     * @param idle whether it has no request now, queued or in flight
     */
    synchronized boolean isStuck(boolean idle) {
        if (!idle || running == null) {
            idleSince = null;
        } else if (idleSince == null) {
            idleSince = nanos.getAsLong();
        }
        return idleSince != null && nanos.getAsLong() - idleSince >= STUCK;
    }

    synchronized boolean isRunning() {
        return running != null;
    }

    /** A scan runs no more. */
    synchronized void stop(ScanRun run) {
        if (running == run) {
            running = null;
        }
    }

    /** A scan has ended as it should. */
    synchronized void complete(ScanRun run) {
        waitingSince = nanos.getAsLong();
        if (!run.overran()) {
            overrunning = false;
        }
    }

    /** Nothing may be polled now, so that no scan begins. */
    synchronized void skip() {
        owed = false;
        waitingSince = nanos.getAsLong();
    }

    /** A tick found a scan still running; whether that is to be reported. */
    synchronized boolean markOverrun(ScanRun run) {
        boolean news = run.firstOverrun() && !overrunning;
        overrunning |= news;
        return news;
    }

    /** A scan is due, whatever the schedule says. */
    synchronized void owe() {
        owed = true;
    }

    synchronized boolean isOwed() {
        return owed;
    }

    /** A scan could not see all that it should: the next one begins as soon as it can. */
    synchronized void renew() {
        begunAt = null;
    }

    /** Notes that it is known how much a scan has to poll, as one was made; whether that is news. */
    synchronized boolean markMeasured() {
        boolean news = begunAt != null && !measured;
        measured |= news;
        return news;
    }

    /** This process is responsible, unless another one holds the Azure subscription. */
    void watch() {
        if (isHeld()) {
            beginWaiting();
        } else {
            endWaiting();
        }
    }

    private synchronized void beginWaiting() {
        if (waitingSince == null) {
            waitingSince = nanos.getAsLong();
        }
    }

    private synchronized void endWaiting() {
        waitingSince = null;
    }

    /** Time counts anew: nobody could scan until now. */
    synchronized void restartWaiting() {
        if (waitingSince != null) {
            waitingSince = nanos.getAsLong();
        }
    }

    /** For how long no scan has ended, in nanoseconds. */
    synchronized long waiting() {
        return waitingSince == null ? 0 : nanos.getAsLong() - waitingSince;
    }

    /** Another process scans this: nothing of it is due here. */
    synchronized void leave() {
        begunAt = null;
        owed = false;
        waitingSince = null;
        history.clear();
    }

    /** Forgets what was met where another process holds the Azure subscription. */
    void forgetElsewhere() {
        if (!isHeld()) {
            history.clear();
        }
    }
}
