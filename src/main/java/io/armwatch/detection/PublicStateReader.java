package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads {@code azure.known-states} to its end, as a consumer of armwatch does. */
public final class PublicStateReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MAX_EMPTY_POLLS = 150;
    private static final byte[] PRESENT = new byte[0];

    private PublicStateReader() {}

    /**
     * One row.
     *
     * @param resourceId in the casing that was published
     * @param observedAt when the state was observed
     * @param recordVersion the version of the source's record in {@code state}; at least 1
     */
    public record Row(String resourceId, Instant observedAt, int recordVersion, JsonNode state) {
        /** The target with the casing of this row, if both have the same id. */
        public Target withCasingOf(Target target) {
            return resourceId.equalsIgnoreCase(target.id().text())
                    ? new Target(target.source(), ArmId.of(resourceId), target.suffix())
                    : target;
        }

        /** Reads the value of a record; empty if armwatch did not write it. */
        public static Optional<Row> of(byte[] value) {
            JsonNode json = Json.tree(value);
            try {
                return json.path("state").isObject()
                        ? Optional.of(new Row(
                                json.path("resourceId").asText(),
                                Instant.parse(json.path("observedAt").asText()),
                                json.path("recordVersion").asInt(1),
                                json.get("state")))
                        : Optional.empty();
            } catch (DateTimeException invalid) {
                return Optional.empty();
            }
        }
    }

    /**
     * The current rows of the topic.
     *
     * @param values whether to keep their values; without them, the result is small
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    static Map<String, byte[]> read(Settings.Kafka settings, Predicate<String> wanted, boolean values) {
        return read(settings, Topic.KNOWN_STATES.name(settings.topicsPrefix()), wanted, values);
    }

    /** The current records of a compacted topic by their keys, likewise; none if it does not exist. */
    static Map<String, byte[]> read(Settings.Kafka settings, String topic, Predicate<String> wanted, boolean values) {
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        var bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, wanted, values);
        }
    }

    private static Map<String, byte[]> read(
            KafkaConsumer<byte[], byte[]> consumer, Predicate<String> wanted, boolean values) {
        Map<String, byte[]> rows = new HashMap<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        int empty = 0;
        while (!isAtEnd(consumer, ends)) {
            var records = consumer.poll(POLL);
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty == MAX_EMPTY_POLLS) {
                throw new TimeoutException("the topic of known states could not be read to its end in time");
            }
            records.forEach(record -> addRow(record, rows, wanted, values));
        }
        return rows;
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void addRow(
            ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> rows, Predicate<String> wanted, boolean values) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            rows.remove(key);
        } else if (wanted.test(key)) {
            rows.put(key, values ? record.value() : PRESENT);
        }
    }
}
