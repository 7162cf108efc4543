package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.event.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as a consumer gets it, read by hand after CloudEvents' Kafka binding.
 *
 * @param headers as {@code name: value}, in their order
 * @param event the attributes, and {@code data}
 */
public record ReceivedEvent(String topic, String key, List<String> headers, JsonNode event) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static ReceivedEvent of(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + ": " + new String(header.value(), UTF_8))
                .toList();
        boolean structured =
                headers.stream().anyMatch(each -> each.startsWith("content-type: application/cloudevents"));
        JsonNode value = json(record.value());
        JsonNode event = structured ? value : binary(headers, value);
        Samples.append(event);
        return new ReceivedEvent(record.topic(), new String(record.key(), UTF_8), headers, event);
    }

    private static JsonNode binary(List<String> headers, JsonNode data) {
        ObjectNode event = MAPPER.createObjectNode();
        for (String header : headers) {
            int colon = header.indexOf(": ");
            String name = header.substring(0, colon);
            event.put(
                    name.equals("content-type") ? "datacontenttype" : name.substring("ce_".length()),
                    header.substring(colon + 2));
        }
        event.set("data", data);
        return event;
    }

    public static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String attribute(String name) {
        return event.path(name).asText();
    }

    /** The short name of its type, for example {@code key.rotated}. */
    public String type() {
        return attribute("type").replaceAll("^io\\.armwatch\\.|\\.v1$", "");
    }

    public JsonNode data() {
        return event.path("data");
    }

    public String data(String field) {
        return data().path(field).asText();
    }

    /** The key of a resource's records. */
    public static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    public boolean isOf(String id) {
        return key.equals(key(id));
    }

    public boolean is(String type, String id) {
        return type().equals(type) && isOf(id);
    }

    /** Whether it reports the end of a scan. */
    public boolean isScan() {
        return type().equals("scan.completed");
    }

    public boolean isScan(String source, String scope) {
        return isScan() && data("source").equals(source) && data("scope").equals(scope);
    }

    @Override
    public String toString() {
        return type() + " " + attribute("source") + " " + data();
    }
}
