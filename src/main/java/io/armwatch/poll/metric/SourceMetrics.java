package io.armwatch.poll.metric;

import static java.util.Objects.requireNonNull;

import io.armwatch.change.Reason;
import io.armwatch.poll.queue.RequestQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The metrics of one source. All are looked up once, because every poll counts. */
public final class SourceMetrics {
    static final String UNEXPECTED = "unexpected";

    private final MeterRegistry meters;
    private final String source;
    private final Counter unchanged;
    private final Counter changed;
    private final Counter elsewhere;
    private final Counter unexpected;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);
    private final Counter throttled;
    private final DurationHistogram polls = new DurationHistogram(
            millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)); // a timeout is 30 s by default
    private final Timer scans;
    private final Counter skipped;
    private final Counter incomplete;

    SourceMetrics(MeterRegistry meters, String source) {
        this.meters = meters;
        this.source = source;
        unchanged = polls("unchanged");
        changed = polls("changed");
        elsewhere = polls("elsewhere");
        unexpected = polls(UNEXPECTED);
        for (Reason reason : Reason.values()) {
            failed.put(reason, polls(reason.text()));
        }
        throttled = counter("armwatch.polls.throttled", "Answers of ARM with status 429");
        scans = Timer.builder("armwatch.scans")
                .description("Time from the begin of a scan run to its end")
                .tag("source", source)
                .serviceLevelObjectives(millis(500, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000))
                .register(meters);
        skipped = counter("armwatch.scans.skipped", "Ticks at which the last scan run was still running");
        incomplete = counter("armwatch.scans.incomplete", "Scan runs that have not seen everything");
    }

    private Counter polls(String outcome) {
        return polls(meters, source, outcome);
    }

    static Counter polls(MeterRegistry meters, String source, String outcome) {
        return Counter.builder("armwatch.polls")
                .description("Polled resources by what came of it, and lists that could not be read")
                .tag("source", source)
                .tag("outcome", outcome)
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("source", source)
                .register(meters);
    }

    private static Duration[] millis(long... buckets) {
        return Arrays.stream(buckets).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** Shows how many requests of the source's queue wait, and for how long the budget has kept them waiting. */
    public void show(RequestQueue queue) {
        Gauge.builder("armwatch.requests.queued", queue, RequestQueue::size)
                .description("Requests that wait for their turn, for budget or for a Retry-After")
                .tag("source", source)
                .register(meters);
        FunctionCounter.builder("armwatch.budget.wait", queue, each -> each.budgetWaitNanos() / 1e9)
                .description("Time for which requests waited for budget, added up over Azure subscriptions")
                .baseUnit("seconds")
                .tag("source", source)
                .register(meters);
    }

    /** Counts a poll that found no difference. */
    public void countUnchanged() {
        unchanged.increment();
    }

    /** Counts a poll that found a difference. */
    public void countChanged() {
        changed.increment();
    }

    /** Counts a resource or list that could not be polled in its scan. */
    public void countFailed(Reason reason) {
        requireNonNull(failed.get(reason)).increment();
    }

    /** Counts polls that another process makes. */
    public void countElsewhere(int number) {
        elsewhere.increment(number);
    }

    /** Counts a failure that nobody expected: a defect of armwatch or of an edited route. */
    public void countUnexpected() {
        unexpected.increment();
    }

    /** Counts an answer with status 429, whether the poll is retried or not. */
    public void countThrottled() {
        throttled.increment();
    }

    /** Counts a tick that starts no scan run, because the last one still runs. */
    public void countSkipped() {
        skipped.increment();
    }

    /** Records how long a request took. */
    public void recordPoll(long nanos) {
        polls.record(nanos);
    }

    /** How long requests took. */
    DurationHistogram pollDurations() {
        return polls;
    }

    /** Records the end of a scan run. */
    public void recordScan(long nanos, boolean complete) {
        scans.record(nanos, TimeUnit.NANOSECONDS);
        if (!complete) {
            incomplete.increment();
        }
    }
}
