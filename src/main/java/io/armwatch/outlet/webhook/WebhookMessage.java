package io.armwatch.outlet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.outlet.delivery.OutletEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An event as an HTTP message.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents: HTTP
 *     Protocol Binding</a>
 */
final class WebhookMessage {
    private static final String CONTENT_TYPE = "Content-Type";
    /** The prefix of attributes in Kafka's binding, which is otherwise the same. */
    private static final String KAFKA_PREFIX = "ce_";

    private final Map<String, String> headers;
    private final byte[] body;

    private WebhookMessage(Map<String, String> headers, byte[] body) {
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /** {@code Content-Type}, and in binary mode the attributes as {@code ce-*}. */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** The whole event is in the body. */
    static WebhookMessage structured(OutletEvent event) {
        return new WebhookMessage(Map.of(CONTENT_TYPE, "application/cloudevents+json; charset=utf-8"), event.json());
    }

    /** The data is in the body, the attributes are headers. */
    static WebhookMessage binary(OutletEvent event) {
        ProducerRecord<Void, byte[]> kafka =
                KafkaMessageFactory.createWriter("any").writeBinary(event.event());
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : kafka.headers()) {
            String value = new String(header.value(), UTF_8);
            if (header.key().startsWith(KAFKA_PREFIX)) {
                headers.put("ce-" + header.key().substring(KAFKA_PREFIX.length()), encoded(value));
            } else {
                headers.put(CONTENT_TYPE, value);
            }
        }
        return new WebhookMessage(headers, kafka.value() == null ? new byte[0] : kafka.value());
    }

    /** Percent-encodes what section 3.1.3.2 names: everything but printable ASCII, and space, double quote and percent. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte unit : value.getBytes(UTF_8)) {
            int code = unit & 0xff;
            if (code > 0x20 && code < 0x7f && code != '"' && code != '%') {
                text.append((char) code);
            } else {
                text.append(String.format("%%%02X", code));
            }
        }
        return text.toString();
    }
}
