package io.armwatch.detection;

import io.armwatch.event.EventType;
import io.armwatch.kafka.CommitListener;
import io.cloudevents.CloudEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The metrics of change detection. A change counts when it is found, its event when it is committed. */
public final class DetectionMetrics implements CommitListener {
    /** Every outcome of an observation. */
    private static final List<String> OUTCOMES =
            List.of("accepted", "unchanged", "stale", "forgotten", "late", "unreadable");
    /** The most observations of one commit whose delay is measured. */
    private static final int MOST_DELAYS = 10_000;

    private final MeterRegistry meters;
    private final Clock clock;
    /** By event type. */
    private final Map<String, Counter> changes = new HashMap<>();
    /** By event type. */
    private final Map<String, Counter> events = new HashMap<>();

    private final Timer delay;
    private final Timer transactions;
    private final Counter aborted;
    private final Counter restarts;
    private final ThreadLocal<Uncommitted> uncommitted = ThreadLocal.withInitial(Uncommitted::new);

    /** Registers the metrics; every counter is there from the start. */
    public DetectionMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        OUTCOMES.forEach(this::observations);
        for (EventType type : EventType.values()) {
            Counter.Builder found = Counter.builder("armwatch.changes")
                    .description("Changes found; they are found again if their transaction is aborted");
            Counter.Builder committed = Counter.builder("armwatch.events").description("Events committed");
            changes.put(type.type(), found.tag("type", type.type()).register(meters));
            events.put(type.type(), committed.tag("type", type.type()).register(meters));
        }
        delay = timer("armwatch.publish.delay", "Time from a poll to the commit of the events that it led to")
                .serviceLevelObjectives(millis(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000))
                .register(meters);
        transactions = timer("armwatch.transactions", "Commits of known states, events and offsets")
                .serviceLevelObjectives(millis(10, 25, 50, 100, 250, 1_000, 5_000))
                .register(meters);
        aborted = Counter.builder("armwatch.transactions.aborted")
                .description("Transactions aborted; their observations are processed again")
                .register(meters);
        restarts = Counter.builder("armwatch.detection.restarts")
                .description("Restarts of change detection after a failure")
                .register(meters);
    }

    /** What one thread of Streams has written since its last commit. */
    private static final class Uncommitted {
        private final Map<String, Integer> events = new HashMap<>();
        private final List<Instant> polledAt = new ArrayList<>();

        private void clear() {
            events.clear();
            polledAt.clear();
        }
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }

    private static Duration[] millis(long... buckets) {
        return Arrays.stream(buckets).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private Counter observations(String outcome) {
        return Counter.builder("armwatch.observations")
                .description("Observations that change detection has processed")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Shows how long the last restore of known states took, and how much is left of the present one. */
    void show(RestoreProgress restore) {
        TimeGauge.builder("armwatch.restore.duration", restore, TimeUnit.NANOSECONDS, RestoreProgress::lastNanos)
                .description("How long the last restore of known states took")
                .register(meters);
        Gauge.builder("armwatch.restore.offsets.left", restore, RestoreProgress::offsetsLeft)
                .description("Offsets of the changelog that are still to be restored")
                .register(meters);
    }

    void countObservation(String outcome) {
        observations(outcome).increment();
    }

    void countRestart() {
        restarts.increment();
    }

    /**
     * Adds events that the present thread has written for one known state.
     *
     * @param polledAt when the poll was sent that led to them; empty if none did
     */
    void addEvents(List<CloudEvent> written, Optional<Instant> polledAt) {
        if (written.isEmpty()) {
            return;
        }
        Uncommitted mine = uncommitted.get();
        for (CloudEvent event : written) {
            increment(changes, event.getType(), 1);
            mine.events.merge(event.getType(), 1, Integer::sum);
        }
        if (mine.polledAt.size() < MOST_DELAYS) {
            polledAt.ifPresent(mine.polledAt::add);
        }
    }

    private static void increment(Map<String, Counter> counters, String type, int number) {
        Optional.ofNullable(counters.get(type)).ifPresent(counter -> counter.increment(number));
    }

    @Override
    public void committed(long nanos) {
        transactions.record(nanos, TimeUnit.NANOSECONDS);
        Uncommitted mine = uncommitted.get();
        mine.events.forEach((type, number) -> increment(events, type, number));
        Instant now = clock.instant();
        mine.polledAt.forEach(at -> delay.record(Duration.between(at, now)));
        mine.clear();
    }

    @Override
    public void aborted() {
        aborted.increment();
        uncommitted.get().clear();
    }
}
