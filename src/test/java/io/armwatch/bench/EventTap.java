package io.armwatch.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all committed events of a client in a thread of its own: how many, and how long after the request. */
final class EventTap implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<String> topics;
    private final Wire wire;
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong scans = new AtomicLong();
    private final List<Double> latencies = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "tap");
    private volatile boolean closed;

    /**
     * How a client writes.
     *
     * @param scan whether a record only says that a scan has ended
     * @param askedAt when the client asked, in milliseconds since 1970
     */
    record Wire(
            Predicate<ConsumerRecord<byte[], byte[]>> scan, ToLongFunction<ConsumerRecord<byte[], byte[]>> askedAt) {}

    EventTap(String brokers, Set<String> topics, Wire wire) {
        this.topics = topics;
        this.wire = wire;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread.start();
    }

    /** The number of events so far, discoveries included, ends of scans not. */
    long told() {
        return told.get();
    }

    /** How many scans have ended so far. */
    long scans() {
        return scans.get();
    }

    /** Milliseconds from request to reading, of all events since the last call. */
    List<Double> takeLatencies() {
        synchronized (latencies) {
            List<Double> taken = List.copyOf(latencies);
            latencies.clear();
            return taken;
        }
    }

    private void read() {
        try (consumer) {
            while (!closed && !assigned()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            while (!closed) {
                take(consumer.poll(Duration.ofMillis(200)));
            }
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private boolean assigned() {
        var all = consumer.listTopics();
        if (all.keySet().containsAll(topics)) {
            consumer.assign(topics.stream()
                    .map(all::get)
                    .flatMap(Collection::stream)
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList());
        }
        return !consumer.assignment().isEmpty();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long now = System.currentTimeMillis();
        records.forEach(record -> {
            OptionalLong asked = wire.scan().test(record)
                    ? OptionalLong.empty()
                    : OptionalLong.of(wire.askedAt().applyAsLong(record));
            (asked.isPresent() ? told : scans).incrementAndGet();
            synchronized (latencies) {
                asked.ifPresent(at -> latencies.add((double) (now - at)));
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
