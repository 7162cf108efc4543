package io.armwatch.kafka;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends records, and waits until Kafka has accepted all of them. */
public final class RecordSender {
    private RecordSender() {}

    /**
     * Sends the records in their order.
     *
     * @throws KafkaException the first failure
     */
    public static <K, V> void sendAll(Producer<K, V> producer, Stream<ProducerRecord<K, V>> records) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        records.takeWhile(record -> failure.get() == null).forEach(record -> {
            var unused = producer.send(record, (sent, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                }
            });
        });
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw first instanceof KafkaException kafka ? kafka : new KafkaException(first);
        }
    }
}
