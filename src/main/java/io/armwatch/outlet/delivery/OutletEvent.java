package io.armwatch.outlet.delivery;

import static java.util.Objects.requireNonNull;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as an outlet delivers it.
 *
 * @param record as it was read from its topic
 */
public record OutletEvent(CloudEvent event, ConsumerRecord<byte[], byte[]> record) {
    /** Reads a record in either content mode; empty if it is no CloudEvent. */
    public static Optional<OutletEvent> of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(
                    new OutletEvent(KafkaMessageFactory.createReader(record).toEvent(), record));
        } catch (RuntimeException foreign) { // null, not JSON, or without a required attribute
            return Optional.empty();
        }
    }

    /** The event in CloudEvents' JSON format. A record in structured mode holds it already: these very bytes. */
    public byte[] json() {
        MessageReader reader = KafkaMessageFactory.createReader(record);
        return reader.getEncoding() == Encoding.STRUCTURED
                ? record.value()
                : requireNonNull(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                        .serialize(event);
    }
}
