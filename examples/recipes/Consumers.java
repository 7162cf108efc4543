import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Kafka consumers with the settings that armwatch's topics need. The addresses come from the environment variables that armwatch
 * itself reads: {@code ARMWATCH_KAFKA_BROKERS} and {@code ARMWATCH_TOPICS_PREFIX}.
 */
final class Consumers {
    private static final Map<String, String> ENVIRONMENT = System.getenv();

    private static volatile boolean isRunning = true;

    static {
        // Lets the loop end when the process is to stop, so that its consumer leaves the group: others take over at
        // once.
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            isRunning = false;
            join(main);
        }));
    }

    private Consumers() {}

    /** False once the process is to stop. */
    static boolean isRunning() {
        return isRunning;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A member of a group: the members share the partitions, and a restart continues after the offsets that were committed. A new
     * group begins with the oldest events.
     */
    static KafkaConsumer<String, byte[]> inGroup(String group, String... names) {
        return inGroup(group, "earliest", topics(names));
    }

    /** The same, but it throws an InvalidOffsetException if nothing was committed, or if what follows is no longer in the topic. */
    static KafkaConsumer<String, byte[]> inGroupWithoutReset(String group, String... names) {
        return inGroup(group, "none", topics(names));
    }

    private static KafkaConsumer<String, byte[]> inGroup(String group, String reset, List<String> topics) {
        Properties settings = settings(reset);
        settings.put("group.id", topic(group));
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings);
        consumer.subscribe(topics);
        return consumer;
    }

    /** Reads every partition itself, without a group: for what each process must know, such as a cache in its memory. */
    static KafkaConsumer<String, byte[]> ofAll(String... names) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings("earliest"));
        List<TopicPartition> partitions = topics(names).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        return consumer;
    }

    /** Whether a consumer has read up to these offsets. */
    static boolean hasReached(Map<TopicPartition, Long> offsets, KafkaConsumer<String, byte[]> consumer) {
        return offsets.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
    }

    private static Properties settings(String reset) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", ENVIRONMENT.getOrDefault("ARMWATCH_KAFKA_BROKERS", "localhost:9092"));
        // Otherwise the consumer also reads events of aborted transactions.
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", reset);
        // Offsets are committed after the events were handled.
        settings.put("enable.auto.commit", "false");
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        // Here goes what your Kafka needs besides: security.protocol, sasl.mechanism, sasl.jaas.config.
        return settings;
    }

    private static List<String> topics(String... names) {
        return Arrays.stream(names).map(Consumers::topic).toList();
    }

    private static String topic(String name) {
        return ENVIRONMENT.getOrDefault("ARMWATCH_TOPICS_PREFIX", "azure") + "." + name;
    }
}
