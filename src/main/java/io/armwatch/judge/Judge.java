package io.armwatch.judge;

import static java.util.Objects.requireNonNull;

import io.armwatch.change.Differ;
import io.armwatch.change.Json;
import io.armwatch.change.Judgement;
import io.armwatch.change.Judgement.Accepted;
import io.armwatch.change.Judgement.Verdict;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Occurrence;
import io.armwatch.event.Events;
import io.armwatch.source.Sources;
import io.cloudevents.CloudEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges one observation after the other: what is accepted becomes the new known state and its events, together. */
final class Judge extends ContextualProcessor<String, byte[], String, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private final Judgement judgement;
    private final Ledger ledger;
    private final MeterRegistry meters;

    Judge(Judgement judgement, Ledger ledger, MeterRegistry meters) {
        this.judgement = judgement;
        this.ledger = ledger;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        ledger.take(context.taskId().partition());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Optional<Observation> observation = read(record);
        if (observation.isEmpty()) {
            return;
        }
        Optional<? extends Differ> differ = Sources.differ(observation.get().target());
        if (differ.isEmpty()) {
            refuse(record, "its source is none of this version's");
            return;
        }
        judge(observation.get(), differ.get());
    }

    private Optional<Observation> read(Record<String, byte[]> record) {
        try {
            Observation observation = Json.read(requireNonNull(record.value(), "no value"), Observation.class);
            if (observation.target().key().equals(record.key())) {
                return Optional.of(observation);
            }
            refuse(record, "its key is not that of its resource");
        } catch (IOException | RuntimeException e) {
            refuse(record, "it is none (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    /** What is no observation is told to the operator and passed over: it must not hold up the others. */
    private void refuse(Record<String, byte[]> record, String why) {
        LOG.warn("A record of the observations topic is passed over: {}; key {}", why, record.key());
        meters.counter("armwatch.observations", "outcome", "unreadable").increment();
    }

    private void judge(Observation observation, Differ differ) {
        KeyValueStore<String, byte[]> store = requireNonNull(context().getStateStore(JudgeTopology.STORE));
        String key = observation.target().key();
        Optional<KnownState> before = known(store, key);
        Verdict verdict = judgement.judge(before, observation, differ);
        meters.counter(
                        "armwatch.observations",
                        "outcome",
                        verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .increment();
        if (verdict instanceof Accepted accepted) {
            ledger.change(key);
            store.put(key, Json.write(accepted.known()));
            accepted.occurrences().forEach(this::tell);
            if (accepted.known().state().isPresent()
                    || before.flatMap(KnownState::state).isPresent()) {
                forward(key, Optional.ofNullable(PublicState.of(accepted.known())), JudgeTopology.STATES);
            }
        }
    }

    private static Optional<KnownState> known(KeyValueStore<String, byte[]> store, String key) {
        return Optional.ofNullable(store.get(key)).map(bytes -> {
            try {
                return Json.read(bytes, KnownState.class);
            } catch (IOException e) {
                throw new IllegalStateException("the known state of " + key + " cannot be read", e);
            }
        });
    }

    private void tell(Occurrence occurrence) {
        CloudEvent event = Events.of(occurrence);
        forward(occurrence.target().id().key(), Optional.of(event), JudgeTopology.EVENTS);
        meters.counter("armwatch.events", "type", event.getType()).increment();
    }

    /** Headers of the observation are none of the consumers' business: every record starts without any. */
    @SuppressWarnings("NullAway") // Kafka's tombstone is a null value
    private void forward(String key, Optional<Object> value, String sink) {
        ProcessorContext<String, Object> context = context();
        context.forward(new Record<>(key, value.orElse(null), context.currentSystemTimeMs()), sink);
    }
}
