package io.armwatch.management.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import io.armwatch.event.EventType;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as it was read from its topic.
 *
 * @param type its short name, for example {@code key.rotated}
 * @param resource the lower-cased ARM id
 * @param publishedAt when Kafka got it
 * @param json the whole CloudEvent in the JSON format, in one line
 */
public record EventRecord(String id, String type, String resource, Instant publishedAt, String json) {
    /** Reads a record in either content mode; empty if it is no CloudEvent of armwatch. */
    static Optional<EventRecord> of(ConsumerRecord<byte[], byte[]> record) {
        try {
            CloudEvent event = KafkaMessageFactory.createReader(record).toEvent();
            byte[] json = Objects.requireNonNull(
                            EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                    .serialize(event);
            return EventType.named(event.getType())
                    .map(type -> new EventRecord(
                            event.getId(),
                            type.text(),
                            String.valueOf(event.getExtension("partitionkey")).toLowerCase(Locale.ROOT),
                            Instant.ofEpochMilli(record.timestamp()),
                            new String(json, UTF_8)));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** The whole CloudEvent. */
    public JsonNode tree() {
        return Json.tree(json.getBytes(UTF_8));
    }

    /** Whether it is the end of a scan: there are many of them, and they report no change. */
    public boolean isScan() {
        return type.equals(EventType.SCAN_COMPLETED.text());
    }
}
