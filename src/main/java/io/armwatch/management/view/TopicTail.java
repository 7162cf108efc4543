package io.armwatch.management.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.management.view.ResourceSummary.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the changelog of the known states from its begin, and the event topics from near their end, and follows them. It joins no
 * group and commits nothing. One thread uses it; {@link #wakeUp} alone may come from another.
 */
final class TopicTail implements AutoCloseable {
    /** How far before its end an event partition is read first. Transactions take places too. */
    private static final int EVENTS_BEFORE_END = 400;

    private static final Duration POLL = Duration.ofMillis(500);

    private final Contents contents;
    private final String changelog;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    /** The events that were read before the end was reached. */
    private final List<EventRecord> first = new ArrayList<>();

    private boolean loaded;

    /** What the records are read into. */
    record Contents(KnownIndex known, RecentEvents events, FailureMessages failures) {
        void clear() {
            known.clear();
            events.clear();
            failures.clear();
        }
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it */
    TopicTail(Settings.Kafka settings, Contents contents) {
        this.contents = contents;
        this.changelog = ChangelogTopic.name(settings);
        this.consumer = consumer(settings);
        boolean ready = false;
        try {
            List<TopicPartition> partitions = partitions(topics(settings));
            consumer.assign(partitions);
            this.ends = consumer.endOffsets(partitions);
            seek();
            ready = true;
        } finally {
            if (!ready) {
                consumer.close();
            }
        }
        contents.clear();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Settings.Kafka settings) {
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                5_000); // a record ends the wait, so few requests are made while none comes
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Set<String> topics(Settings.Kafka settings) {
        Set<String> topics = Arrays.stream(Topic.values())
                .filter(Topic::holdsEvents)
                .map(topic -> topic.name(settings.topicsPrefix()))
                .collect(Collectors.toSet());
        topics.add(changelog);
        return topics;
    }

    private List<TopicPartition> partitions(Set<String> topics) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics();
        return topics.stream()
                .flatMap(topic -> existing.getOrDefault(topic, List.of()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void seek() {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet());
        ends.forEach((partition, end) -> {
            long begin = begins.getOrDefault(partition, 0L);
            boolean isChangelog = partition.topic().equals(changelog);
            consumer.seek(partition, isChangelog ? begin : Math.max(begin, end - EVENTS_BEFORE_END));
        });
    }

    /** Whether everything was read that the topics held when this began. */
    boolean isLoaded() {
        return loaded;
    }

    /** Whether the changelog was there when this began. Without it, there is nothing to show yet. */
    boolean hasChangelog() {
        return ends.keySet().stream().anyMatch(partition -> partition.topic().equals(changelog));
    }

    /**
     * Reads what comes next; waits for it half a second at most.
     *
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeUp}
     */
    void readSome() {
        consumer.poll(POLL).forEach(this::apply);
        if (!loaded && isAtEnd()) {
            contents.events().begin(first);
            first.clear();
            loaded = true;
        }
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(changelog)) {
            contents.known()
                    .apply(
                            new String(record.key(), UTF_8),
                            record.value(),
                            new Place(record.partition(), record.offset()));
            return;
        }
        EventRecord.of(record).ifPresent(event -> {
            contents.failures().apply(event);
            if (loaded) {
                contents.events().add(event);
            } else {
                addFirst(event);
            }
        });
    }

    /** Adds an event of before; bounded, because there may be many partitions. */
    private void addFirst(EventRecord event) {
        if (event.isScan()) { // their order among partitions makes no difference
            contents.events().begin(List.of(event));
            return;
        }
        first.add(event);
        if (first.size() >= 2 * RecentEvents.MOST) {
            first.sort(Comparator.comparing(EventRecord::publishedAt));
            first.subList(0, first.size() - RecentEvents.MOST).clear();
        }
    }

    /** Ends a wait of {@link #readSome}, from any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
