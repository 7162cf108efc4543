package io.armwatch.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The consumer of observations, which adapts its poll timeout to the load. Streams polls ten times a second, because processed records
 * wait for a commit. While no records arrive, nothing waits, so it polls less often; a record that arrives then is returned at once.
 * While records arrive in a row, it batches them for a moment, because each round of Streams costs as much as several records. Without
 * it armwatch uses 1.4 % of a core while nothing is polled, with it 0.8 % (docs/performance.md, run 6).
 */
public final class AdaptiveConsumer extends KafkaConsumer<byte[], byte[]> {
    private final PollTimeouts timeouts = new PollTimeouts();
    private final CommitListener listener;

    private AdaptiveConsumer(Map<String, Object> config, CommitListener listener) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.listener = listener;
    }

    /** Streams calls it only without exactly-once; otherwise the producer commits the offsets. */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        long startedAt = System.nanoTime();
        super.commitSync(offsets);
        listener.committed(System.nanoTime() - startedAt);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        LockSupport.parkNanos(timeouts.batchDelay(timeout, System.nanoTime()));
        ConsumerRecords<byte[], byte[]> records = super.poll(timeouts.timeout(timeout));
        timeouts.recordPoll(timeout, !records.isEmpty(), System.nanoTime());
        return records;
    }

    /** Decides how long to wait for records. */
    static final class PollTimeouts {
        static final Duration IDLE_TIMEOUT = Duration.ofMillis(500);
        /** Many commit intervals long, so all processed records are committed by then. */
        static final int EMPTY_POLLS = 10;

        /** Less than a tenth of the allowed delay from change to event, see docs/performance.md. */
        static final Duration BATCH_DELAY = Duration.ofMillis(20);

        private int empty;
        private boolean lastPollHadRecords;
        private long lastPollAt;

        /** How long to wait before a poll, in nanoseconds; 0 if the last poll had no records. */
        long batchDelay(Duration requested, long now) {
            return requested.isZero() || !lastPollHadRecords
                    ? 0
                    : Math.max(0, BATCH_DELAY.toNanos() - (now - lastPollAt));
        }

        Duration timeout(Duration requested) {
            boolean longer = empty >= EMPTY_POLLS && !requested.isZero() && requested.compareTo(IDLE_TIMEOUT) < 0;
            return longer ? IDLE_TIMEOUT : requested;
        }

        /** Notes the result of a poll. A poll with timeout 0, as in a rebalance, ends the longer timeout. */
        void recordPoll(Duration requested, boolean records, long now) {
            empty = records || requested.isZero() ? 0 : Math.min(empty + 1, EMPTY_POLLS);
            lastPollHadRecords = records;
            lastPollAt = now;
        }
    }

    /** Supplies Kafka's default clients to Streams, except for this consumer and a producer that reports its commits. */
    public static final class Supplier extends DefaultKafkaClientSupplier {
        private final CommitListener listener;
        private volatile Optional<AdaptiveConsumer> latest = Optional.empty();

        public Supplier(CommitListener listener) {
            this.listener = listener;
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return new CommitReportingProducer(config, listener);
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            AdaptiveConsumer consumer = new AdaptiveConsumer(config, listener);
            latest = Optional.of(consumer);
            return consumer;
        }

        /** Makes the thread of Streams fail with a {@link org.apache.kafka.common.errors.WakeupException}, even during a poll. */
        public void interrupt() {
            latest.ifPresent(KafkaConsumer::wakeup);
        }
    }
}
