package io.armwatch.detection;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmError;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.DetectionResult;
import io.armwatch.change.ChangeDetection.Forgotten;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.StateComparison;
import io.armwatch.change.StateCompression;
import io.armwatch.change.StoredState;
import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.event.Events;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.source.Sources;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares each observation with its known state. If it is accepted, the new known state and its events are committed together. */
final class ObservationProcessor extends ContextualProcessor<String, byte[], String, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ObservationProcessor.class);
    /** The most bytes of a record besides its value or event data: key, attributes, and Kafka's own. */
    private static final int ENVELOPE = 8 * 1024;

    /** How often deadlines are checked. Each check costs a commit, and tiers are days, so seconds do not matter. */
    private static final Duration PASSAGE = Duration.ofSeconds(10);

    private static final Duration BUILD = Duration.ofMillis(200);

    private final ChangeDetection detection;
    private final LocalStateVersions versions;
    private final IntSupplier largestRecord;
    private final DetectionMetrics metrics;
    private final DetectionTraces traces;

    @SuppressWarnings("NullAway.Init")
    private PartitionStates known;

    @SuppressWarnings("NullAway.Init")
    private PassageOfTime passage;

    @SuppressWarnings("NullAway.Init")
    private Cancellable build;

    ObservationProcessor(
            ChangeDetection detection,
            LocalStateVersions versions,
            IntSupplier largestRecord,
            DetectionReports reports) {
        this.detection = detection;
        this.versions = versions;
        this.largestRecord = largestRecord;
        this.metrics = reports.metrics();
        this.traces = new DetectionTraces(reports.tracing());
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        KeyValueStore<String, byte[]> store = requireNonNull(context.getStateStore(ChangelogTopic.STORE));
        known = PartitionStates.of(store);
        versions.addPartition(context.taskId().partition(), known);
        passage = new PassageOfTime(detection, known);
        context.schedule(PASSAGE, PunctuationType.WALL_CLOCK_TIME, this::passTime);
        build = context.schedule(BUILD, PunctuationType.WALL_CLOCK_TIME, this::build);
    }

    /** Looks for what time alone has changed, also while Azure is away. */
    private void passTime(long now) {
        passage.due(Instant.ofEpochMilli(now)).forEach(this::passTime);
    }

    /** Examines the states that were known at the start, a few at a time, until all are done. */
    private void build(long now) {
        passage.examineNext(Instant.ofEpochMilli(now)).forEach(this::passTime);
        if (passage.isComplete()) {
            build.cancel();
        }
    }

    private void passTime(PassageOfTime.Passed passed) {
        KnownState after = passed.result().known();
        byte[] json = Json.write(after);
        List<CloudEvent> events =
                passed.result().changes().stream().map(Events::of).toList();
        if (new Outcome(passed.result(), json, events).size() > largestRecord.getAsInt()) {
            LOG.warn(
                    "What time has changed for {} is larger than a record of Kafka may be; it is left out",
                    passed.key());
            return;
        }
        passage.update(passed.key(), passed.result().due());
        write(passed.key(), Optional.of(passed.before()), after, json, events);
        metrics.addEvents(events, Optional.empty());
    }

    @Override
    public void close() {
        versions.removePartition(context().taskId().partition(), known);
        known.clear();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Optional<Observation> observation = read(record);
        if (observation.isEmpty()) {
            return;
        }
        traces.begin(record.headers(), observation.get());
        try {
            process(record, observation.get());
        } finally {
            traces.end();
        }
    }

    private void process(Record<String, byte[]> record, Observation observation) {
        Optional<? extends StateComparison> comparison = Sources.comparison(observation.target());
        if (comparison.isEmpty()) {
            skip(record, "unknown source");
            return;
        }
        if (ChangeDetection.isLate(observation, Instant.ofEpochMilli(record.timestamp()))) {
            count("late");
            return;
        }
        detectChange(record, observation, comparison.get());
    }

    private Optional<Observation> read(Record<String, byte[]> record) {
        try {
            Observation observation = Json.read(requireNonNull(record.value(), "no value"), Observation.class);
            if (observation.target().key().equals(record.key())) {
                return Optional.of(observation);
            }
            skip(record, "its key is not the key of its resource");
        } catch (IOException | RuntimeException e) {
            skip(record, "not a valid observation (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    /**
     * Where a skipped record is, and why it was skipped. It does not copy the record, whose content is unknown.
     *
     * @param offset of the record in the observations topic, for as long as that keeps it
     */
    record DeadLetter(String topic, int partition, long offset, String reason) {}

    /** Reports a record to the operator and skips it, so that it does not block the others. */
    private void skip(Record<String, byte[]> record, String why) {
        String key = ArmError.presentable(String.valueOf(record.key()));
        context().recordMetadata().ifPresent(at -> {
            LOG.warn(
                    "Skipped a record of the observations topic: {}; key {}, partition {}, offset {}",
                    why,
                    key,
                    at.partition(),
                    at.offset());
            DeadLetter letter = new DeadLetter(at.topic(), at.partition(), at.offset(), why);
            forward(key, Optional.of(Json.write(letter)), DetectionTopology.DEAD_LETTERS);
        });
        count("unreadable");
    }

    private void detectChange(Record<String, byte[]> record, Observation observation, StateComparison comparison) {
        Optional<StoredState> before =
                known.get(record.key()).map(Cell::state).map(stored -> StoredState.of(observation.target(), stored));
        Optional<Outcome> outcome = computeOutcome(record, before.map(StoredState::known), observation, comparison);
        if (outcome.isPresent() && outcome.get().result() instanceof Accepted accepted) {
            if (!before.map(StoredState::whole).orElse(true)) {
                LOG.warn("The known state of {} could not be read in full; it is read again from Azure", record.key());
            }
            if (observation instanceof Seen
                    || observation instanceof Recalled
                    || accepted.known().state().isEmpty()) {
                passage.update(record.key(), accepted.due());
            }
            write(
                    record.key(),
                    before.map(StoredState::known),
                    accepted.known(),
                    outcome.get().state(),
                    outcome.get().events());
            metrics.addEvents(outcome.get().events(), polledAt(observation));
        } else if (outcome.isPresent() && outcome.get().result() instanceof Forgotten) {
            versions.markChanged(record.key());
            known.remove(record.key());
            passage.update(record.key(), Optional.empty());
        }
    }

    /** When the poll was sent that led to an observation; empty if no poll did. */
    private static Optional<Instant> polledAt(Observation observation) {
        boolean polled = observation instanceof Seen
                || observation instanceof Absent
                || observation instanceof Failed
                || observation instanceof Reached;
        return polled ? Optional.of(observation.observedAt()) : Optional.empty();
    }

    /** Writes a new known state with its events. */
    private void write(
            String key, Optional<KnownState> before, KnownState after, byte[] json, List<CloudEvent> events) {
        versions.markChanged(key);
        known.put(key, after.state().isPresent() ? StateCompression.pack(json) : json);
        known.summarize(key, StateSummary.of(after));
        events.forEach(event -> publishEvent(after.target(), event));
        publishState(key, before, after);
    }

    /**
     * A detection result, with the new known state and the events if it is accepted.
     *
     * @param state the new known state as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Outcome(DetectionResult result, byte[] state, List<CloudEvent> events) {
        /** The size of the largest record that it produces, in bytes. */
        int size() {
            int largest = events.stream()
                    .mapToInt(event -> requireNonNull(event.getData()).toBytes().length)
                    .max()
                    .orElse(0);
            return ENVELOPE + Math.max(largest, state.length);
        }
    }

    /** Computes everything before anything is written. A failure here would repeat forever, so the record is skipped. */
    private Optional<Outcome> computeOutcome(
            Record<String, byte[]> record,
            Optional<KnownState> before,
            Observation observation,
            StateComparison comparison) {
        try {
            DetectionResult result = detection.compare(before, observation, comparison);
            Outcome outcome = result instanceof Accepted accepted
                    ? new Outcome(
                            result,
                            Json.write(accepted.known()),
                            accepted.changes().stream().map(Events::of).toList())
                    : new Outcome(result, new byte[0], List.of());
            int largest = largestRecord.getAsInt();
            if (result instanceof Accepted && outcome.size() > largest) {
                skip(record, "its result is larger than Kafka's " + largest + " bytes a record");
                return Optional.empty();
            }
            count(result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            return Optional.of(outcome);
        } catch (RuntimeException e) {
            LOG.debug("Change detection fails for {}", record.key(), e);
            skip(record, "change detection fails (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    private void count(String outcome) {
        metrics.countObservation(outcome);
        traces.note(outcome);
    }

    private void publishEvent(Target target, CloudEvent event) {
        forward(target.id().key(), Optional.of(traces.traced(event)), DetectionTopology.EVENTS);
    }

    /** Publishes the public state: a tombstone if the state is gone, and nothing if there never was one. */
    private void publishState(String key, Optional<KnownState> before, KnownState after) {
        if (after.state().isPresent() || before.flatMap(KnownState::state).isPresent()) {
            forward(key, Optional.ofNullable(PublicState.of(after)), DetectionTopology.STATES);
        }
    }

    /** Forwards a new record, so that no header of the observation reaches consumers. */
    @SuppressWarnings("NullAway") // Kafka's tombstone is a null value
    private void forward(String key, Optional<Object> value, String sink) {
        ProcessorContext<String, Object> context = context();
        context.forward(new Record<>(key, value.orElse(null), context.currentSystemTimeMs()), sink);
    }
}
