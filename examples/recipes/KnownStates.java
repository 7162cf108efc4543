import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Loads the known state of every resource, then follows the changes without a gap.
 *
 * <p>{@code azure.known-states} is compacted: read to its end it is the initial state, read on it is what changes. One consumer does
 * both, so nothing can happen between the two.
 */
public final class KnownStates {
    private final Map<String, JsonNode> states = new HashMap<>();

    private KnownStates() {}

    public static void main(String[] args) {
        try (KafkaConsumer<String, byte[]> consumer = Consumers.ofAll("known-states")) {
            new KnownStates().follow(consumer);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
        consumer.seekToBeginning(consumer.assignment());
        while (!Consumers.hasReached(end, consumer)) {
            consumer.poll(Duration.ofSeconds(1)).forEach(this::apply);
        }
        System.out.println("loaded " + states.size());
        states.forEach((key, state) -> System.out.println("known " + key + " " + state.get("state")));
        while (Consumers.isRunning()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                apply(record);
                System.out.println(
                        record.value() == null
                                ? "gone " + record.key()
                                : "changed " + record.key() + " "
                                        + states.get(record.key()).get("state"));
            }
        }
    }

    /** A record without a value, a tombstone, says that the resource is gone or no longer watched. */
    private void apply(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            states.remove(record.key());
        } else {
            states.put(record.key(), Event.json(record));
        }
    }
}
