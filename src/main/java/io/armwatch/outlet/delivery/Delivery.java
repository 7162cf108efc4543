package io.armwatch.outlet.delivery;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One record on its way to the target. */
public final class Delivery {
    private final ConsumerRecord<byte[], byte[]> record;
    private final Optional<OutletEvent> event;
    private final Progress progress;
    private volatile boolean cancelled;

    /** @param event the record as an event; empty if it is none, so that it can only go to the dead letters */
    public Delivery(ConsumerRecord<byte[], byte[]> record, Optional<OutletEvent> event, Progress progress) {
        this.record = record;
        this.event = event;
        this.progress = progress;
    }

    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    Optional<OutletEvent> event() {
        return event;
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Records of the same resource have the same number. A record without a key counts with those of its partition. */
    int order() {
        return record.key() == null ? record.partition() : Arrays.hashCode(record.key());
    }

    /** It is delivered, or among the dead letters: it needs not be read again. */
    void finish() {
        progress.finish(record.offset());
    }

    /** Another process delivers it, or this one after a restart. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
