package io.armwatch.poll.scan;

import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.Failure;
import io.armwatch.change.Target;
import io.armwatch.trace.RunTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scans of one source in one Azure subscription that one tick starts. Two runs of the same source and subscription never overlap. */
public final class ScanRun {
    private final String source;
    private final String subscription;
    private final Instant startedAt;
    private final long moment;
    private long startedNanos;
    private final AtomicInteger openScans = new AtomicInteger();
    private int unconcludedScans;
    private boolean incomplete;
    private int expected;
    private int seen;
    private int unchanged;
    private int changed;
    private int failed;
    private boolean unseen;
    private boolean partial;
    private boolean asked;
    private Optional<Consumer<ScanRun>> whenEnded = Optional.empty();
    private volatile boolean missing;
    /** Null unless tracing is on. */
    private @Nullable RunTrace trace;

    private final AtomicInteger overruns;
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final LongAdder recovered = new LongAdder();

    /**
     * Starts a scan run.
     *
     * @param moment when it began, as {@code KnownStateCache.moment()} counts
     * @param scheduled whether a tick started it; only then has it run for a whole period at the next tick
     */
    public ScanRun(String source, String subscription, Instant startedAt, long moment, boolean scheduled) {
        this.source = source;
        this.subscription = subscription;
        this.startedAt = startedAt;
        this.moment = moment;
        this.overruns = new AtomicInteger(scheduled ? 0 : -1);
    }

    /**
     * A run that only polls one resource, because of a signal. It is no pass over a scope: its end is not published, and says nothing about
     * the scans of the source.
     *
     * @param whenEnded called when the resource was polled, or cannot be
     */
    public static ScanRun ofSignal(
            String source, String subscription, Instant startedAt, long moment, Consumer<ScanRun> whenEnded) {
        ScanRun run = new ScanRun(source, subscription, startedAt, moment, false);
        run.startScans(1);
        run.asked = true;
        run.whenEnded = Optional.of(whenEnded);
        return run;
    }

    /** Marks a run that a signal asks for. Call it before the run begins. */
    public ScanRun askedFor(boolean bySignal) {
        asked = bySignal;
        return this;
    }

    /** Whether a signal asks for it, so that it polls what is backed off, too. */
    public boolean isAsked() {
        return asked;
    }

    /** Whether it only polls one resource, because of a signal. */
    public boolean isOfSignal() {
        return whenEnded.isPresent();
    }

    /** Ends a run of a signal. */
    public void end() {
        whenEnded.ifPresent(each -> each.accept(this));
    }

    /** Notes that ARM does not know a resource that was polled. */
    public void markMissing() {
        missing = true;
    }

    /** Whether ARM did not know a resource that was polled. */
    public boolean hasMissing() {
        return missing;
    }

    /**
     * A target that began to fail, or fails for another reason than before.
     *
     * @param callIds identify the call in ARM's activity log
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

    /** Sets the trace that its polls belong to. Call it before its requests are queued. */
    public void traceBy(Optional<RunTrace> begun) {
        trace = begun.orElse(null);
    }

    /** The trace that its polls belong to; empty if tracing is off. */
    public Optional<RunTrace> trace() {
        return Optional.ofNullable(trace);
    }

    /** Ends its trace, if it has one. */
    public synchronized void endTrace() {
        if (trace != null) {
            trace.end(Map.of("seen", seen, "unchanged", unchanged, "changed", changed, "failed", failed), isComplete());
        }
    }

    /** Counts what one of its scans found. */
    public synchronized void addCounts(ScanCompleted scan) {
        expected += scan.expected();
        seen += scan.seen();
        unchanged += scan.unchanged();
        changed += scan.changed();
        failed += scan.failed();
        unseen |= !scan.complete();
    }

    /**
     * What its scans have found.
     *
     * @param now the present, by the monotonic clock
     */
    public synchronized RunResult result(long now) {
        return new RunResult(
                startedAt, Duration.ofNanos(now - startedNanos), expected, seen, unchanged, changed, failed, !unseen);
    }

    /** Sets the number of scans in this run. */
    public synchronized void startScans(int number) {
        openScans.set(number);
        unconcludedScans = number;
    }

    /**
     * Notes that a scan has made its last poll.
     *
     * @return whether it was the last one, and all were complete
     */
    public synchronized boolean concludeScan(boolean complete) {
        unconcludedScans--;
        incomplete |= !complete;
        return unconcludedScans == 0 && !incomplete;
    }

    /** Notes that something is not scanned, because it is in backoff. */
    public synchronized void markPartial() {
        partial = true;
    }

    /** Whether it has scanned everything, and all of its scans were complete. */
    public synchronized boolean isComplete() {
        return unconcludedScans == 0 && !incomplete && !partial;
    }

    /**
     * Counts a finished scan.
     *
     * @return whether it was the last one
     */
    public boolean finishScan() {
        return openScans.decrementAndGet() == 0;
    }

    /**
     * Notes that this run was still running at a tick.
     *
     * @return whether this is the first time that it outlasts its period
     */
    public boolean markOverrun() {
        return overruns.incrementAndGet() == 1;
    }

    public boolean hasOverrun() {
        return overruns.get() > 0;
    }

    public void addTrouble(Trouble trouble) {
        troubles.add(trouble);
    }

    Collection<Trouble> troubles() {
        return troubles;
    }

    public void countRecovery() {
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
