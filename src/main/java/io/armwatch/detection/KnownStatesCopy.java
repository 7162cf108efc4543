package io.armwatch.detection;

import static io.armwatch.kafka.KafkaFutures.get;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.RecordSender;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Copies the known states of one Kafka to another, empty one, where change detection restores them. The first one is only read. */
public final class KnownStatesCopy {
    /** By topic: the values by their keys. */
    /** More than armwatch ever writes; a producer with default settings refuses a larger record. */
    private static final int LARGEST = 1_000_000;

    private final Map<String, Map<String, byte[]>> records;

    private final int size;

    private KnownStatesCopy(Map<String, Map<String, byte[]>> records, int size) {
        this.records = records;
        this.size = size;
    }

    /** A copy of nothing. */
    public static KnownStatesCopy empty() {
        return new KnownStatesCopy(Map.of(), 0);
    }

    /**
     * Reads the changelog and the topic of known states.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    public static KnownStatesCopy read(Settings.Kafka from) {
        String changelog = ChangelogTopic.name(from);
        String published = Topic.KNOWN_STATES.name(from.topicsPrefix());
        Map<String, byte[]> rows = PublicStateReader.read(from, published, key -> true, true);
        Map<String, byte[]> states = PublicStateReader.read(from, changelog, key -> true, true);
        List.of(rows, states).forEach(each -> each.values().removeIf(value -> value.length > LARGEST));
        return new KnownStatesCopy(Map.of(changelog, states, published, rows), rows.size());
    }

    /** The number of resources with a known state. */
    public int size() {
        return size;
    }

    /** Creates the same topics with one partition each, and writes the records. */
    public void write(Settings.Kafka to) {
        try (Admin admin = KafkaClients.admin(to);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        KafkaClients.common(to), new ByteArraySerializer(), new ByteArraySerializer())) {
            get(admin.createTopics(records.keySet().stream()
                            .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty())
                                    .configs(Map.of(
                                            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)))
                            .toList())
                    .all());
            RecordSender.sendAll(
                    producer,
                    records.entrySet().stream()
                            .flatMap(topic -> topic.getValue().entrySet().stream()
                                    .map(record -> new ProducerRecord<>(
                                            topic.getKey(), record.getKey().getBytes(UTF_8), record.getValue()))));
        }
    }
}
