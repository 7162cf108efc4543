package io.armwatch.outlet;

import static java.util.stream.Collectors.toMap;

import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.outlet.delivery.Delivery;
import io.armwatch.outlet.delivery.Lanes;
import io.armwatch.outlet.delivery.OutletEvent;
import io.armwatch.outlet.delivery.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed events with the outlet's consumer group {@code APPLICATION-ID.outlet.NAME}, and commits what is delivered. For one
 * thread; only {@link #wakeUp} may be called by others.
 */
final class OutletConsumer implements AutoCloseable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(OutletConsumer.class);
    /** While so many events are not delivered, no more are read: it bounds the memory. */
    private static final int MOST_OPEN = 1_000;

    private static final int MOST_RECORDS = 500;
    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A partition that goes to another process waits so long for attempts that are being made, so that order is kept. */
    private static final Duration HAND_OVER = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final OutletOptions options;
    private final Lanes lanes;
    private final OutletStatus status;
    private final Map<TopicPartition, Progress> progress = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private long committedAt = System.nanoTime();
    private long lagAt = System.nanoTime() - LAG_NANOS;

    private OutletConsumer(
            KafkaConsumer<byte[], byte[]> consumer, OutletOptions options, Lanes lanes, OutletStatus status) {
        this.consumer = consumer;
        this.options = options;
        this.lanes = lanes;
        this.status = status;
        consumer.subscribe(options.topics(), this);
    }

    /** @throws KafkaException if a topic does not exist, a broker's name cannot be resolved, or a setting is wrong */
    static OutletConsumer open(Settings.Kafka kafka, OutletOptions options, Lanes lanes, OutletStatus status) {
        Map<String, Object> config = KafkaClients.common(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.applicationId() + ".outlet." + options.name());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "armwatch-outlet-" + options.name());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            requireTopics(consumer, options);
        } catch (KafkaException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
        return new OutletConsumer(consumer, options, lanes, status);
    }

    /** Kafka's consumer would wait for a topic that does not exist, and nobody would know. */
    private static void requireTopics(KafkaConsumer<byte[], byte[]> consumer, OutletOptions options) {
        for (String topic : options.topics()) {
            if (consumer.partitionsFor(topic).isEmpty()) {
                throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
            }
        }
    }

    /**
     * Reads what there is, and commits what is delivered.
     *
     * @throws KafkaException if Kafka denies it
     */
    void readOnce() {
        boolean full = lanes.open() >= MOST_OPEN;
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        try {
            submit(consumer.poll(lanes.open() > 0 ? BUSY : IDLE));
        } catch (OffsetOutOfRangeException e) {
            skipDeleted(e.offsetOutOfRangePartitions());
        }
        if (System.nanoTime() - committedAt >= COMMIT_NANOS) {
            commitSoon();
        }
        if (System.nanoTime() - lagAt >= (full ? LAG_NANOS : COMMIT_NANOS)) {
            status.setLag(full ? exactLag() : lag());
            lagAt = System.nanoTime();
        }
    }

    /** All are begun before the first is submitted: if there is no thread for one, none of those behind it may be committed. */
    private void submit(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(record -> of(record).ifPresent(progressOf -> progressOf.begin(record.offset())));
        records.forEach(record -> of(record).ifPresent(progressOf -> submit(record, progressOf)));
    }

    private Optional<Progress> of(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(progress.get(new TopicPartition(record.topic(), record.partition())));
    }

    private void submit(ConsumerRecord<byte[], byte[]> record, Progress progressOf) {
        Optional<OutletEvent> event = OutletEvent.of(record);
        if (event.filter(each -> !options.types().has(each.event().getType())).isPresent()) {
            progressOf.finish(record.offset());
        } else {
            lanes.submit(new Delivery(record, event, progressOf));
        }
    }

    /**
     * Goes on with the oldest records that there are, and says what was lost. A topic that ends before the position was created anew, or
     * has lost its end: what it holds may not have been delivered, so all of it is.
     */
    private void skipDeleted(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(positions.keySet());
        positions.forEach((partition, position) -> {
            long next = oldest.getOrDefault(partition, 0L);
            consumer.seek(partition, next);
            if (next > position) {
                LOG.error(
                        "Outlet {} has lost {} records of topic {}, partition {}: Kafka deleted them before they were delivered",
                        options.name(),
                        next - position,
                        partition.topic(),
                        partition.partition());
            } else {
                LOG.warn(
                        "Outlet {} delivers all of topic {}, partition {}, again: it was created anew, or has lost its end",
                        options.name(),
                        partition.topic(),
                        partition.partition());
            }
        });
    }

    /** What is read of a partition after the records that are finished. */
    private Map<TopicPartition, OffsetAndMetadata> finished(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Progress of = progress.get(partition);
            if (of != null) {
                long offset = of.committable(consumer.position(partition));
                if (committed.getOrDefault(partition, -1L) != offset) {
                    offsets.put(partition, new OffsetAndMetadata(offset));
                }
            }
        }
        return offsets;
    }

    private void commitSoon() {
        Map<TopicPartition, OffsetAndMetadata> offsets = finished(consumer.assignment());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (sent, failure) -> {
                if (failure == null) {
                    sent.forEach((partition, offset) -> committed.put(partition, offset.offset()));
                } else {
                    LOG.debug("Outlet {} could not commit; it tries again", options.name(), failure);
                }
            });
        }
        committedAt = System.nanoTime();
    }

    private void commitNow(Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = finished(partitions);
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
            }
        } catch (KafkaException e) { // they are delivered again, with the same ids
            LOG.debug("Outlet {} could not commit", options.name(), e);
        }
    }

    private long lag() {
        return lanes.open()
                + consumer.assignment().stream()
                        .mapToLong(each -> consumer.currentLag(each).orElse(0))
                        .sum();
    }

    /** While nothing is fetched, the consumer does not know how far the ends of the topics are. */
    private long exactLag() {
        try {
            return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - position(end.getKey(), end.getValue())))
                    .sum();
        } catch (KafkaException away) {
            LOG.debug("Outlet {} does not know its lag", options.name(), away);
            return status.lag();
        }
    }

    private long position(TopicPartition partition, long otherwise) {
        Progress of = progress.get(partition);
        return of == null ? otherwise : of.committable(consumer.position(partition));
    }

    /** Where this group has never read, the place to begin is committed at once, so that a crash leaves nothing out. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(partitions));
        Set<TopicPartition> fresh = Set.copyOf(
                partitions.stream().filter(each -> known.get(each) == null).toList());
        Map<TopicPartition, Long> begin =
                options.earliest() ? consumer.beginningOffsets(fresh) : consumer.endOffsets(fresh);
        begin.forEach(consumer::seek);
        if (!begin.isEmpty()) {
            consumer.commitSync(begin.keySet().stream()
                    .collect(toMap(Function.identity(), each -> new OffsetAndMetadata(begin.getOrDefault(each, 0L)))));
        }
        partitions.forEach(each -> progress.put(each, new Progress()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        lanes.cancel(partitions, HAND_OVER);
        commitNow(partitions);
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        lanes.cancel(partitions, Duration.ZERO);
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(progress::remove);
        partitions.forEach(committed::remove);
    }

    /** Ends a {@link #readOnce} that waits. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** Commits what is delivered, and leaves the group. */
    @Override
    public void close() {
        try {
            lanes.cancel(consumer.assignment(), Duration.ofSeconds(1));
            commitNow(consumer.assignment());
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }
}
