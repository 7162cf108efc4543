package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.scan.RunResult;
import io.armwatch.poll.scan.ScanRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scans of one source in one Azure subscription: which one runs, and whether another one is due. */
final class SubscriptionScans {
    private static final long STUCK = TimeUnit.SECONDS.toNanos(30);

    private final String source;
    private final String subscription;
    private volatile List<Part> parts;
    private final KnownStateCache cache;
    private final LongSupplier nanos;
    /** What the scans of each part with lists have seen. */
    private final ConcurrentMap<Part, ScanHistory> history = new ConcurrentHashMap<>();

    private @Nullable ScanRun running;
    /** The moment at which the last scan began; null if another one may start at any time. */
    private @Nullable Long lastBegunAt;
    /** When a scan ended last, or this process took over the Azure subscription; null if it does not hold it. */
    private @Nullable Long waitingSince;
    /** When a scan run was last complete, or this process took over the Azure subscription; null if it does not hold it. */
    private @Nullable Long incompleteSince;
    /** When the last complete scan run began; null if this process knows of none. */
    private volatile @Nullable Instant completeAt;
    /** Whether this process has looked up the last complete scan run of an earlier one. */
    private volatile boolean recalled;
    /** Whether a scan is due regardless of the schedule, as Kafka was unavailable or a thread could not start. */
    private boolean owed;
    /** Whether a signal asks for a scan that has not begun yet. */
    private boolean asked;
    /** Whether an overrun was reported. A scan that ends in time resets it. */
    private boolean overrunning;

    private boolean measured;
    /** The last scan run that ended; null if this process does not hold the Azure subscription. */
    private @Nullable RunResult last;
    /** Since when the running scan has had no request, queued or in flight; null if it has one. */
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

    /** Scans other parts from now on; a scan that runs is not affected. What it has not scanned yet is due at once. */
    void follow(List<Part> others) {
        if (!parts.equals(others)) {
            parts = others;
            forgetComplete();
            history.keySet().retainAll(others);
            markRestartable();
        }
    }

    /** What the scans of a part have seen so far. */
    ScanHistory historyOf(Part part) {
        return history.computeIfAbsent(part, same -> new ScanHistory());
    }

    /** Whether this process holds the Azure subscription. */
    boolean isHeld() {
        return cache.holds(id());
    }

    private ArmId id() {
        return parts.get(0).id();
    }

    /** Whether a scan should begin without a tick: it was marked as due, or this process has not scanned since it took over. */
    boolean isDue() {
        Long last = lastBegunAt();
        return isMarkedDue() || isAsked() || last == null || cache.hasTakenSince(id(), last);
    }

    private synchronized @Nullable Long lastBegunAt() {
        return lastBegunAt;
    }

    /**
     * Begins a scan run, unless one is running.
     *
     * @return the one that is running; empty if this one began
     */
    synchronized Optional<ScanRun> begin(ScanRun run) {
        if (running != null) {
            return Optional.of(running);
        }
        running = run;
        idleSince = null;
        lastBegunAt = run.moment();
        owed = false;
        asked &= !run.isAsked();
        beginWaiting();
        return Optional.empty();
    }

    /**
     * Notes whether the running scan has requests, and whether it has had none for so long that it cannot end. Call it regularly.
     *
     * @param idle whether it has no request now, queued or in flight
     */
    synchronized boolean markIdle(boolean idle) {
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

    /** Notes that a scan run no longer runs. */
    synchronized void stop(ScanRun run) {
        if (running == run) {
            running = null;
        }
    }

    /** Notes that a scan run has ended normally. */
    synchronized void complete(ScanRun run) {
        waitingSince = nanos.getAsLong();
        last = run.result(nanos.getAsLong());
        if (run.isComplete()) {
            incompleteSince = waitingSince;
            completeAt = run.startedAt();
        }
        if (!run.hasOverrun()) {
            overrunning = false;
        }
    }

    /**
     * When the last complete scan run began; empty if there was none.
     *
     * @param earlier looks it up, once after this process took over
     */
    Optional<Instant> completeAt(Supplier<Optional<Instant>> earlier) {
        if (!recalled) {
            recallComplete(earlier.get());
        }
        return Optional.ofNullable(completeAt);
    }

    private synchronized void recallComplete(Optional<Instant> earlier) {
        completeAt = completeAt == null ? earlier.orElse(null) : completeAt;
        recalled = true;
    }

    /** Notes that no scan begins, because everything is in backoff. */
    synchronized void skip() {
        owed = false;
        asked = false;
        waitingSince = nanos.getAsLong();
    }

    /**
     * Notes that a tick found a scan run still running.
     *
     * @return whether to report it
     */
    synchronized boolean markOverrun(ScanRun run) {
        boolean first = run.markOverrun() && !overrunning;
        overrunning |= first;
        return first;
    }

    /** Marks a scan as due, regardless of the schedule. */
    synchronized void markDue() {
        owed = true;
    }

    /**
     * Marks a scan as due because a signal asks for it.
     *
     * @return whether none was asked for that has not begun yet
     */
    synchronized boolean markAsked() {
        boolean first = !asked;
        asked = true;
        return first;
    }

    synchronized boolean isAsked() {
        return asked;
    }

    synchronized boolean isMarkedDue() {
        return owed;
    }

    /** Lets the next scan begin as soon as possible, because this one did not see everything. */
    synchronized void markRestartable() {
        lastBegunAt = null;
    }

    /**
     * Notes, after a first scan, that the number of resources is known.
     *
     * @return whether this is the first time
     */
    synchronized boolean markMeasured() {
        boolean first = lastBegunAt != null && !measured;
        measured |= first;
        return first;
    }

    /** Measures the time without a scan only while this process holds the Azure subscription. Call it regularly. */
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
        if (incompleteSince == null) {
            incompleteSince = waitingSince;
        }
    }

    private synchronized void endWaiting() {
        waitingSince = null;
        incompleteSince = null;
        forgetComplete();
    }

    private synchronized void forgetComplete() {
        completeAt = null;
        recalled = false;
    }

    /** Restarts the time without a scan, because no scan was possible until now. */
    synchronized void restartWaiting() {
        if (waitingSince != null) {
            waitingSince = nanos.getAsLong();
            incompleteSince = waitingSince;
        }
    }

    /** For how long no scan run was complete. */
    synchronized long incompleteNanos() {
        return incompleteSince == null ? 0 : nanos.getAsLong() - incompleteSince;
    }

    /** For how long no scan has ended. */
    synchronized long waitingNanos() {
        return waitingSince == null ? 0 : nanos.getAsLong() - waitingSince;
    }

    /** Resets everything, because another process scans this Azure subscription. */
    synchronized void leave() {
        lastBegunAt = null;
        owed = false;
        last = null;
        asked = false;
        endWaiting();
        history.clear();
    }

    /** The scans at this moment. */
    synchronized ScanReport report() {
        return new ScanReport(
                source, subscription, Optional.ofNullable(running).map(ScanRun::startedAt), Optional.ofNullable(last));
    }

    /** Forgets what was seen if another process holds the Azure subscription. */
    void forgetElsewhere() {
        if (!isHeld()) {
            history.clear();
        }
    }
}
