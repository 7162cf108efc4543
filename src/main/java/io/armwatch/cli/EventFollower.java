package io.armwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.armwatch.azure.ArmId;
import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/** Reads the event topics like any consumer, but leaves no trace in Kafka: no group, no committed offset. */
final class EventFollower implements AutoCloseable {
    static final Set<Topic> EVENTS =
            Arrays.stream(Topic.values()).filter(Topic::holdsEvents).collect(toUnmodifiableSet());
    private static final Duration WAIT = Duration.ofMillis(200);

    private static final int MAX_EMPTY_POLLS = 150;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> ends = Map.of();

    private EventFollower(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The first event to read. */
    sealed interface Start {}

    /** The first event in the topics. */
    record Beginning() implements Start {}

    /** The next event that is published. */
    record Now() implements Start {}

    /** The first event that was published at this time or later. */
    record Since(Instant time) implements Start {}

    /**
     * Creates a follower that has found all event topics.
     *
     * @return empty if a topic does not exist yet
     */
    static Optional<EventFollower> of(Settings.Kafka kafka, Start start) {
        EventFollower follower = new EventFollower(consumer(kafka));
        KafkaClients.requireMechanism(kafka);
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, List<PartitionInfo>> topics = follower.consumer.listTopics();
        for (Topic topic : EVENTS) {
            topics.getOrDefault(topic.name(kafka.topicsPrefix()), List.of())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        if (partitions.stream().map(TopicPartition::topic).distinct().count() < EVENTS.size()) {
            follower.close();
            return Optional.empty();
        }
        follower.assign(partitions, start);
        return Optional.of(follower);
    }

    /** Creates a follower that reads the partitions in which the events of a resource are; none of topics that do not exist. */
    static EventFollower ofResource(Settings.Kafka kafka, Collection<Topic> events, ArmId resource, Start start) {
        EventFollower follower = new EventFollower(consumer(kafka));
        Map<String, List<PartitionInfo>> topics = follower.consumer.listTopics();
        byte[] key = resource.key().getBytes(UTF_8);
        List<TopicPartition> partitions = events.stream()
                .map(topic -> topic.name(kafka.topicsPrefix()))
                .filter(topics::containsKey)
                .map(topic -> new TopicPartition(
                        topic,
                        Utils.toPositive(Utils.murmur2(key))
                                % Objects.requireNonNull(topics.get(topic)).size()))
                .toList();
        follower.assign(partitions, start);
        return follower;
    }

    private void assign(List<TopicPartition> partitions, Start start) {
        consumer.assign(partitions);
        seek(start);
        ends = consumer.endOffsets(partitions);
    }

    private void seek(Start start) {
        Set<TopicPartition> partitions = consumer.assignment();
        consumer.seekToEnd(partitions);
        if (start instanceof Beginning) {
            consumer.seekToBeginning(partitions);
        } else if (start instanceof Since since) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.time().toEpochMilli()));
            consumer.offsetsForTimes(times).forEach((partition, found) -> {
                if (found != null) {
                    consumer.seek(partition, found.offset());
                }
            });
        }
        partitions.forEach(consumer::position);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Settings.Kafka kafka) {
        Map<String, Object> config = KafkaClients.common(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Passes each event to the reader until {@link #stop()}. Records that are not CloudEvents are skipped. */
    void follow(Consumer<CloudEvent> reader) {
        synchronized (consumer) {
            try {
                while (true) {
                    readSome(reader);
                }
            } catch (WakeupException stopped) {
                // stop() was called
            }
        }
    }

    /**
     * Passes each event to the reader that was in the topics when this follower was created, or until {@link #stop()}.
     *
     * @throws TimeoutException if Kafka gives nothing for half a minute although there is more
     */
    void readToEnd(Consumer<CloudEvent> reader) {
        synchronized (consumer) {
            try {
                int inVain = 0;
                while (!isAtEnd()) {
                    inVain = readSome(reader) ? 0 : inVain + 1;
                    if (inVain == MAX_EMPTY_POLLS) {
                        throw new TimeoutException("the event topics could not be read to their end in time");
                    }
                }
            } catch (WakeupException stopped) {
                // stop() was called
            }
        }
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Reads what comes next, and returns whether anything came. */
    private boolean readSome(Consumer<CloudEvent> reader) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(WAIT).forEach(records::add);
        records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        records.forEach(record -> event(record).ifPresent(reader));
        return !records.isEmpty();
    }

    private static Optional<CloudEvent> event(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(KafkaMessageFactory.createReader(record).toEvent());
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** Ends {@link #follow}, from any thread. */
    void stop() {
        consumer.wakeup();
    }

    /** Stops {@link #follow} first, if another thread is in it: a consumer belongs to one thread at a time. */
    @Override
    public void close() {
        stop();
        synchronized (consumer) {
            consumer.close();
        }
    }
}
