import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Sends each event to the team that owns the resource, by the tag {@code owner}.
 *
 * <p>Azure does not distinguish upper and lower case in the names of tags. {@code tags} is null if Azure states none.
 */
public final class OwnerByTags {
    private static final String TAG = "owner";
    private static final String NOBODY = "platform";

    private OwnerByTags() {}

    public static void main(String[] args) {
        try (KafkaConsumer<String, byte[]> consumer = Consumers.inGroup(
                "owner-by-tags", "key-rotations", "certificate-failures", "subscription-states", "resource-changes")) {
            while (Consumers.isRunning()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Event event = Event.of(record);
                    System.out.println("to " + owner(event) + ": " + event.type() + " " + event.key());
                }
                consumer.commitSync();
            }
        }
    }

    private static String owner(Event event) {
        return tag(event.data().path("tags"), TAG)
                .or(() -> event.text("resourceGroup"))
                .orElse(NOBODY);
    }

    private static Optional<String> tag(JsonNode tags, String name) {
        return tags.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .map(JsonNode::asText)
                .findFirst();
    }
}
