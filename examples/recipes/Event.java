import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One event of armwatch, read from a record in either content mode of CloudEvents: structured, where the value holds attributes and
 * data, or binary, where headers hold the attributes and the value is the data.
 *
 * @param type without prefix and version, for example {@code key.rotated}
 * @param key the record's key: the ARM id in lower case
 * @param subject the part of the resource that changed
 * @param data the fields of this type
 */
record Event(String id, String type, String key, String subject, JsonNode data) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Event of(ConsumerRecord<String, byte[]> record) {
        JsonNode value = json(record);
        if (header(record, "content-type").startsWith("application/cloudevents")) {
            String type = value.path("type").asText();
            String subject = value.path("subject").asText();
            return new Event(value.path("id").asText(), name(type), record.key(), subject, value.path("data"));
        }
        String type = header(record, "ce_type");
        return new Event(header(record, "ce_id"), name(type), record.key(), header(record, "ce_subject"), value);
    }

    static JsonNode json(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s, partition %d, offset %d: the value is not JSON"
                            .formatted(record.topic(), record.partition(), record.offset()),
                    e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** {@code io.armwatch.key.rotated.v1} as {@code key.rotated}. */
    static String name(String type) {
        return type.replaceFirst("^io\\.armwatch\\.", "").replaceFirst("\\.v1$", "");
    }

    /**
     * The key of the incident that an event is about: the same when it begins, continues and ends. A resource has one incident for each
     * subject. It may have an outage of polling at the same time: {@code poll}, the first word of the type, makes that another key.
     */
    String incidentKey() {
        return incidentKey(key, subject, type);
    }

    static String incidentKey(String key, String subject, String type) {
        return key + "|" + subject + "|" + type.replaceFirst("\\..*", "");
    }

    /** The text of a field, empty if it is null or missing. Many fields may be null: the schema of the type says which. */
    Optional<String> text(String field) {
        return data.hasNonNull(field) ? Optional.of(data.get(field).asText()) : Optional.empty();
    }

    Instant observedAt() {
        return Instant.parse(data.get("observedAt").asText());
    }
}
