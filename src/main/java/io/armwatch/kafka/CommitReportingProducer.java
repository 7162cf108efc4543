package io.armwatch.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer of change detection. It reports how its transactions end, which Kafka's own metrics do not tell one by one. */
final class CommitReportingProducer extends KafkaProducer<byte[], byte[]> {
    private final CommitListener listener;

    CommitReportingProducer(Map<String, Object> config, CommitListener listener) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.listener = listener;
    }

    @Override
    public void commitTransaction() {
        long startedAt = System.nanoTime();
        super.commitTransaction();
        listener.committed(System.nanoTime() - startedAt);
    }

    @Override
    public void abortTransaction() {
        listener.aborted();
        super.abortTransaction();
    }
}
