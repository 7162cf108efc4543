package io.armwatch.management.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Target;
import io.armwatch.event.EventType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What ARM said about the outages that are open, from the {@code poll.failed} events that are still near the end of their topic. */
public final class FailureMessages {
    private static final int MOST = 20_000;

    private final Map<String, Failed> messages = new ConcurrentHashMap<>();

    /** What {@code poll.failed} says besides the reason. */
    public record Failed(
            Optional<Integer> status,
            Optional<String> code,
            Optional<String> message,
            Optional<String> nextAttemptAt) {}

    /** Takes an event over; only those about polls matter. */
    void apply(EventRecord event) {
        boolean failed = event.type().equals(EventType.POLL_FAILED.text());
        if (!failed && !event.type().equals(EventType.POLL_RECOVERED.text())) {
            return;
        }
        JsonNode data = event.tree().path("data");
        String key = key(
                event.resource(),
                data.path("source").asText(),
                data.path("endpoint").asText(""));
        if (!failed) {
            messages.remove(key);
        } else if (messages.size() < MOST || messages.containsKey(key)) {
            messages.put(key, failed(data));
        }
    }

    private static Failed failed(JsonNode data) {
        return new Failed(
                Optional.of(data.path("status")).filter(JsonNode::isInt).map(JsonNode::intValue),
                text(data, "code"),
                text(data, "message"),
                text(data, "nextAttemptAt"));
    }

    private static Optional<String> text(JsonNode data, String field) {
        return Optional.ofNullable(data.path(field).textValue());
    }

    private static String key(String resource, String source, String endpoint) {
        return source + "|" + (endpoint.equals("null") ? "" : endpoint) + "|" + resource;
    }

    /** What is known about the outage of a target. */
    public Optional<Failed> of(Target target) {
        return Optional.ofNullable(messages.get(
                key(target.id().key(), target.source(), target.endpoint().orElse(""))));
    }

    void clear() {
        messages.clear();
    }
}
