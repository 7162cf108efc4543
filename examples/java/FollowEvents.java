import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Acts on armwatch's events, read with the CloudEvents SDK, whose deserializer understands both content modes.
 *
 * <p>It needs org.apache.kafka:kafka-clients, io.cloudevents:cloudevents-kafka and io.cloudevents:cloudevents-json-jackson.
 */
public final class FollowEvents {
    private static final Map<String, String> ENVIRONMENT = System.getenv();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static volatile boolean isRunning = true;

    private FollowEvents() {}

    public static void main(String[] args) throws IOException {
        endWithProcess(Thread.currentThread());
        String prefix = ENVIRONMENT.getOrDefault("ARMWATCH_TOPICS_PREFIX", "azure");
        try (KafkaConsumer<String, CloudEvent> consumer = new KafkaConsumer<>(settings(prefix))) {
            consumer.subscribe(List.of(prefix + ".key-rotations", prefix + ".certificate-failures"));
            while (isRunning) {
                for (ConsumerRecord<String, CloudEvent> record : consumer.poll(Duration.ofSeconds(1))) {
                    handle(record.value());
                }
                consumer.commitSync();
            }
        }
    }

    /** Lets the loop end when the process is to stop, so that its consumer leaves the group: others take over at once. */
    private static void endWithProcess(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            isRunning = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static Properties settings(String prefix) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", ENVIRONMENT.getOrDefault("ARMWATCH_KAFKA_BROKERS", "localhost:9092"));
        settings.put("group.id", prefix + ".follow-events");
        // Otherwise the consumer also reads events of aborted transactions.
        settings.put("isolation.level", "read_committed");
        // Otherwise a new group misses what was published before it started.
        settings.put("auto.offset.reset", "earliest");
        // Offsets are committed after the events were handled.
        settings.put("enable.auto.commit", "false");
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", CloudEventDeserializer.class);
        return settings;
    }

    /** Types that are not named here are ignored: new ones may come. */
    private static void handle(CloudEvent event) throws IOException {
        JsonNode data = JSON.readTree(event.getData().toBytes());
        switch (event.getType()) {
            case "io.armwatch.key.rotated.v1" ->
                System.out.printf(
                        "key %s of %s was rotated: read it again%n",
                        data.get("key").asText(), data.get("resourceId").asText());
            case "io.armwatch.certificate.deletion-failed.v1" ->
                System.out.printf(
                        "certificate %s could not be deleted: %s%n",
                        data.get("name").asText(),
                        // error may be null
                        data.path("error").path("code").asText("no reason given"));
            default -> {}
        }
    }
}
