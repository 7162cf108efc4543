package io.armwatch.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The consumer of observations. Streams asks it ten times a second, as what was judged waits for that to be committed; where
 * nothing has come for a while nothing waits, and each question would only cost. A record that comes then is handed out at once;
 * where records come one after the other, those of a breath together: each round of Streams costs as much as several records.
 */
public final class AdaptiveConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Patience patience = new Patience();

    private AdaptiveConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        LockSupport.parkNanos(patience.breath(timeout, System.nanoTime()));
        ConsumerRecords<byte[], byte[]> records = super.poll(patience.of(timeout));
        patience.found(timeout, !records.isEmpty(), System.nanoTime());
        return records;
    }

    /** How long to wait for records. */
    static final class Patience {
        static final Duration QUIET = Duration.ofMillis(500);
        /** Many times the interval of commits: whatever was judged is committed by then. */
        static final int EMPTY_POLLS = 10;

        /** Less than a tenth of the delay from change to event that is allowed (docs/performance.md). */
        static final Duration BREATH = Duration.ofMillis(20);

        private int empty;
        private boolean found;
        private long foundAt;

        /** How long to wait before records are asked for, in nanoseconds: not where there were none just now. */
        long breath(Duration asked, long now) {
            return asked.isZero() || !found ? 0 : Math.max(0, BREATH.toNanos() - (now - foundAt));
        }

        Duration of(Duration asked) {
            boolean longer = empty >= EMPTY_POLLS && !asked.isZero() && asked.compareTo(QUIET) < 0;
            return longer ? QUIET : asked;
        }

        /** Polls that do not wait, while the work is being shared out, end the quiet. */
        void found(Duration asked, boolean records, long now) {
            empty = records || asked.isZero() ? 0 : Math.min(empty + 1, EMPTY_POLLS);
            found = records;
            foundAt = now;
        }
    }

    /** Kafka's clients as Streams makes them, but for this one. */
    public static final class Supplier extends DefaultKafkaClientSupplier {
        private volatile Optional<AdaptiveConsumer> latest = Optional.empty();

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            AdaptiveConsumer made = new AdaptiveConsumer(config);
            latest = Optional.of(made);
            return made;
        }

        /** Streams' one thread fails with a {@link org.apache.kafka.common.errors.WakeupException}, also where its consumer waits. */
        public void interrupt() {
            latest.ifPresent(KafkaConsumer::wakeup);
        }
    }
}
