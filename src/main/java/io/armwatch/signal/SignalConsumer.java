package io.armwatch.signal;

import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics {@code signals}, from its end, and {@code paused-sources}, from its beginning. It joins no group: every process reads
 * everything. For one thread; only {@link #wakeUp} may be called by others.
 */
final class SignalConsumer implements AutoCloseable {
    /** Bounds the memory of a flood. */
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String signals;
    private final List<TopicPartition> pausedPartitions;
    private final Map<TopicPartition, Long> positions;

    private SignalConsumer(
            KafkaConsumer<byte[], byte[]> consumer, Settings.Kafka settings, Map<TopicPartition, Long> positions) {
        this.consumer = consumer;
        this.positions = positions;
        this.signals = Topic.SIGNALS.name(settings.topicsPrefix());
        this.pausedPartitions = partitions(Topic.PAUSED_SOURCES.name(settings.topicsPrefix()));
        List<TopicPartition> all = new ArrayList<>(partitions(signals));
        all.addAll(pausedPartitions);
        consumer.assign(all);
        seek(all);
    }

    /**
     * Opens a consumer.
     *
     * @param positions where to go on; updated by {@link #poll}
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    static SignalConsumer open(Settings.Kafka settings, Map<TopicPartition, Long> positions) {
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new SignalConsumer(consumer, settings, positions);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    /** A topic without partitions does not exist. Then the other one must not be read alone, as if there were no signals. */
    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
        }
        return partitions;
    }

    /** Goes on where the last consumer was; signals begin at their end, paused sources at their beginning. */
    private void seek(Collection<TopicPartition> partitions) {
        List<TopicPartition> fresh = partitions.stream()
                .filter(partition -> !positions.containsKey(partition))
                .toList();
        consumer.endOffsets(fresh.stream().filter(this::isOfSignals).toList()).forEach(positions::put);
        consumer.beginningOffsets(fresh.stream()
                        .filter(partition -> !isOfSignals(partition))
                        .toList())
                .forEach(positions::put);
        partitions.forEach(partition -> consumer.seek(partition, requireNonNull(positions.get(partition))));
    }

    private boolean isOfSignals(TopicPartition partition) {
        return partition.topic().equals(signals);
    }

    /** Whether a record is a signal, rather than one of the topic of paused sources. */
    boolean isSignal(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(signals);
    }

    /** The next records; what was deleted before it could be read is skipped. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
            next.forEach((partition, offset) -> positions.put(partition, offset.offset()));
            return records;
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().keySet().forEach(positions::remove);
            seek(e.offsetOutOfRangePartitions().keySet());
            return List.of();
        }
    }

    /** Whether everything was read that is known of paused sources now. */
    boolean hasReadPauses() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(pausedPartitions);
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Ends a {@link #poll} that waits. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
