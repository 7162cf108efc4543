import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Knows every open incident of every resource, also those that began before the oldest event, and closes what ended while it was away.
 *
 * <p>{@code open} in a known state lists all open incidents of its resource. So this consumer needs no events, and no offsets: it reads
 * the topic from the beginning each time, then follows it. Outages of lists, scopes and the credential have no known state: {@link
 * Incidents} reports them, and {@link DeadMansSwitch} notices that their scans are not complete.
 */
public final class OpenIncidents {
    /** By record key: the keys of the open incidents. */
    private final Map<String, Set<String>> open = new HashMap<>();

    private OpenIncidents() {}

    public static void main(String[] args) {
        try (KafkaConsumer<String, byte[]> consumer = Consumers.ofAll("known-states")) {
            consumer.seekToBeginning(consumer.assignment());
            OpenIncidents incidents = new OpenIncidents();
            while (Consumers.isRunning()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(incidents::apply);
            }
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        Set<String> now = record.value() == null ? Set.of() : keys(Event.json(record));
        Set<String> before = open.getOrDefault(record.key(), Set.of());
        now.stream().filter(key -> !before.contains(key)).forEach(key -> System.out.println("open " + key));
        before.stream().filter(key -> !now.contains(key)).forEach(key -> System.out.println("close " + key));
        open.put(record.key(), now);
    }

    /** The same keys as those of the events. */
    private static Set<String> keys(JsonNode state) {
        Set<String> keys = new TreeSet<>();
        for (JsonNode incident : state.path("open")) {
            keys.add(Event.incidentKey(
                    state.get("resourceId").asText().toLowerCase(Locale.ROOT),
                    incident.get("subject").asText(),
                    Event.name(incident.get("type").asText())));
        }
        return keys;
    }
}
