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
import io.armwatch.change.StateComparison;
import io.armwatch.change.StateCompression;
import io.armwatch.change.StoredState;
import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.event.Events;
import io.armwatch.source.Sources;
import io.cloudevents.CloudEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges one observation after the other: what is accepted becomes the new known state and its events, together. */
final class ObservationProcessor extends ContextualProcessor<String, byte[], String, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ObservationProcessor.class);
    /** Bytes of a record besides its value or its event's data, at most: key, attributes, Kafka's own. */
    private static final int ENVELOPE = 8 * 1024;

    private final ChangeDetection detection;
    private final LocalStateVersions versions;
    private final IntSupplier largestRecord;
    private final MeterRegistry meters;

    @SuppressWarnings("NullAway.Init")
    private PartitionStates known;

    ObservationProcessor(
            ChangeDetection detection, LocalStateVersions versions, IntSupplier largestRecord, MeterRegistry meters) {
        this.detection = detection;
        this.versions = versions;
        this.largestRecord = largestRecord;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        KeyValueStore<String, byte[]> store = requireNonNull(context.getStateStore(DetectionTopology.STORE));
        known = PartitionStates.of(store);
        versions.take(context.taskId().partition(), known);
    }

    @Override
    public void close() {
        versions.leave(context().taskId().partition(), known);
        known.clear();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Optional<Observation> observation = read(record);
        if (observation.isEmpty()) {
            return;
        }
        Optional<? extends StateComparison> comparison =
                Sources.comparison(observation.get().target());
        if (comparison.isEmpty()) {
            refuse(record, "unknown source");
            return;
        }
        if (ChangeDetection.isLate(observation.get(), Instant.ofEpochMilli(record.timestamp()))) {
            count("late");
            return;
        }
        judge(record, observation.get(), comparison.get());
    }

    private Optional<Observation> read(Record<String, byte[]> record) {
        try {
            Observation observation = Json.read(requireNonNull(record.value(), "no value"), Observation.class);
            if (observation.target().key().equals(record.key())) {
                return Optional.of(observation);
            }
            refuse(record, "its key is not its resource's");
        } catch (IOException | RuntimeException e) {
            refuse(record, "it is none (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    /**
     * Where a record is that could not be judged, and why. What it holds stays there: nobody knows what that is.
     *
     * @param offset where the record stands in the observations, for as long as these are kept
     */
    record DeadLetter(String topic, int partition, long offset, String reason) {}

    /** What cannot be judged is told to the operator and passed over: it must not hold up the others. */
    private void refuse(Record<String, byte[]> record, String why) {
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

    private void judge(Record<String, byte[]> record, Observation observation, StateComparison comparison) {
        Optional<StoredState> before =
                known.get(record.key()).map(Cell::state).map(stored -> StoredState.of(observation.target(), stored));
        Optional<Ruling> ruling = rule(record, before.map(StoredState::known), observation, comparison);
        if (ruling.isPresent() && ruling.get().result() instanceof Accepted accepted) {
            if (!before.map(StoredState::whole).orElse(true)) {
                LOG.warn("The known state of {} could not be read in full; it is read again from Azure", record.key());
            }
            versions.change(record.key());
            byte[] json = ruling.get().state();
            known.put(record.key(), accepted.known().state().isPresent() ? StateCompression.pack(json) : json);
            ruling.get().events().forEach(event -> tell(observation.target(), event));
            publish(record.key(), before.map(StoredState::known), accepted.known());
        } else if (ruling.isPresent() && ruling.get().result() instanceof Forgotten) {
            versions.change(record.key());
            known.remove(record.key());
        }
    }

    /**
     * A verdict, and what follows where it is accepted.
     *
     * @param state the new known state as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ruling(DetectionResult result, byte[] state, List<CloudEvent> events) {
        /** The bytes of the largest record that it would make. */
        int size() {
            int largest = events.stream()
                    .mapToInt(event -> requireNonNull(event.getData()).toBytes().length)
                    .max()
                    .orElse(0);
            return ENVELOPE + Math.max(largest, state.length);
        }
    }

    /** Computes all that follows before anything is done: what fails here fails each time, and must not be tried for ever. */
    private Optional<Ruling> rule(
            Record<String, byte[]> record,
            Optional<KnownState> before,
            Observation observation,
            StateComparison comparison) {
        try {
            DetectionResult result = detection.compare(before, observation, comparison);
            Ruling ruling = result instanceof Accepted accepted
                    ? new Ruling(
                            result,
                            Json.write(accepted.known()),
                            accepted.changes().stream().map(Events::of).toList())
                    : new Ruling(result, new byte[0], List.of());
            int largest = largestRecord.getAsInt();
            if (result instanceof Accepted && ruling.size() > largest) {
                refuse(record, "its result is larger than Kafka's " + largest + " bytes a record");
                return Optional.empty();
            }
            count(result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            return Optional.of(ruling);
        } catch (RuntimeException e) {
            LOG.debug("Not to be judged: {}", record.key(), e);
            refuse(record, "it cannot be judged (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    private void count(String outcome) {
        meters.counter("armwatch.observations", "outcome", outcome).increment();
    }

    private void tell(Target target, CloudEvent event) {
        forward(target.id().key(), Optional.of(event), DetectionTopology.EVENTS);
        meters.counter("armwatch.events", "type", event.getType()).increment();
    }

    /** A tombstone where a state is gone, and nothing where there never was one. */
    private void publish(String key, Optional<KnownState> before, KnownState after) {
        if (after.state().isPresent() || before.flatMap(KnownState::state).isPresent()) {
            forward(key, Optional.ofNullable(PublicState.of(after)), DetectionTopology.STATES);
        }
    }

    /** Headers of the observation are none of the consumers' business: every record starts without any. */
    @SuppressWarnings("NullAway") // Kafka's tombstone is a null value
    private void forward(String key, Optional<Object> value, String sink) {
        ProcessorContext<String, Object> context = context();
        context.forward(new Record<>(key, value.orElse(null), context.currentSystemTimeMs()), sink);
    }
}
