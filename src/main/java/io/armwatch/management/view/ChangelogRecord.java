package io.armwatch.management.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.change.KnownState;
import io.armwatch.change.StoredState;
import io.armwatch.config.Settings;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one record of the changelog, from which a summary was made. */
final class ChangelogRecord {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ATTEMPTS = 10;

    private ChangelogRecord() {}

    /**
     * The known state that a summary was made of.
     *
     * @return empty if the record is gone: then a newer one follows
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    static Optional<KnownState> read(Settings.Kafka settings, ResourceSummary summary) {
        TopicPartition partition = new TopicPartition(
                ChangelogTopic.name(settings), summary.place().partition());
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024); // a larger record is fetched in any case
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        var bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, summary.place().offset());
            for (int i = 0; i < ATTEMPTS; i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return known(record, summary);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<KnownState> known(ConsumerRecord<byte[], byte[]> record, ResourceSummary summary) {
        boolean same = record.offset() == summary.place().offset()
                && record.value() != null
                && new String(record.key(), UTF_8).equals(summary.key());
        return same
                ? Optional.of(StoredState.of(summary.target(), record.value()).known())
                : Optional.empty();
    }
}
