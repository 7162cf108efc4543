import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows events, and catches up if it was away for longer than the topics keep them (a week by default).
 *
 * <p>{@code auto.offset.reset=none} makes Kafka report events that are gone, instead of silently skipping them. The known states then
 * stand in for these events: replace what you hold by them, states and open incidents, and drop what they do not hold. Events that they already include are left
 * out; {@code incarnation} and {@code revision}, which events and known states have, say which.
 */
public final class CatchUp {
    /** For each ARM id the incarnations of its known states, with the revision: an endpoint such as listSecrets has its own. */
    private final Map<String, NavigableMap<Instant, Long>> known = new HashMap<>();

    private CatchUp() {}

    public static void main(String[] args) {
        String[] topics = {"key-rotations", "certificate-failures", "subscription-states", "resource-changes"};
        try (KafkaConsumer<String, byte[]> events = Consumers.inGroupWithoutReset("catch-up", topics)) {
            new CatchUp().follow(events);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> events) {
        while (Consumers.isRunning()) {
            try {
                events.poll(Duration.ofSeconds(1)).forEach(record -> handle(Event.of(record)));
            } catch (InvalidOffsetException gone) {
                // First the place in the topics, then the known states: an event between the two is read.
                events.seekToBeginning(gone.partitions());
                gone.partitions().forEach(events::position);
                loadStates();
            }
            events.commitSync();
        }
    }

    private void handle(Event event) {
        if (!isIncluded(event)) {
            System.out.println("handled " + event.type() + " " + event.key());
        }
    }

    private boolean isIncluded(Event event) {
        NavigableMap<Instant, Long> states = known.get(event.key());
        if (states == null) {
            return false;
        }
        Instant incarnation = Instant.parse(event.data().get("incarnation").asText());
        Map.Entry<Instant, Long> state = states.floorEntry(incarnation);
        boolean isOfEarlierIncarnation = state == null;
        return isOfEarlierIncarnation
                || (state.getKey().equals(incarnation)
                        && event.data().get("revision").asLong() <= state.getValue());
    }

    private void loadStates() {
        Map<String, JsonNode> states = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = Consumers.ofAll("known-states")) {
            Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
            consumer.seekToBeginning(consumer.assignment());
            while (!Consumers.hasReached(end, consumer)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    states.put(record.key(), record.value() == null ? null : Event.json(record));
                }
            }
        }
        states.values().removeIf(Objects::isNull);
        replaceBy(states);
    }

    private void replaceBy(Map<String, JsonNode> states) {
        known.clear();
        System.out.println("loaded " + states.size());
        states.forEach((key, state) -> {
            if (state.hasNonNull(
                    "incarnation")) { // null in a record of an early version, which says nothing about events
                known.computeIfAbsent(state.get("resourceId").asText().toLowerCase(Locale.ROOT), id -> new TreeMap<>())
                        .put(
                                Instant.parse(state.get("incarnation").asText()),
                                state.get("revision").asLong());
            }
            System.out.println("known " + key + " " + state.get("state") + " open " + state.path("open"));
        });
    }
}
