package io.armwatch.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Reads, renders and merges JSON. */
public final class WireJson {
    public static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private WireJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static Buffer render(JsonNode node) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Buffer quoted(String text) {
        return render(MAPPER.getNodeFactory().textNode(text));
    }

    /** Parses a request's body as an object; fails with 400 if it is anything else. */
    public static ObjectNode body(Buffer body) {
        try {
            if (MAPPER.readTree(body.getBytes()) instanceof ObjectNode object) {
                return object;
            }
            throw ArmErrorException.invalidContent("Expected a JSON object.");
        } catch (IOException e) {
            throw ArmErrorException.invalidContent("The body is not JSON.");
        }
    }

    /** Edits the JSON object of a successful response; other responses stay unchanged. */
    public static Answer edited(Answer answer, Consumer<ObjectNode> edit) {
        if (answer.status() != 200 || answer.body().length() == 0) {
            return answer;
        }
        ObjectNode body = body(answer.body());
        edit.accept(body);
        return new Answer(answer.status(), render(body), answer.etag(), answer.headers());
    }

    /** The member, which must be an object; a new object if it is absent. */
    public static ObjectNode member(ObjectNode parent, String name) {
        JsonNode member = parent.get(name);
        if (member == null || member.isNull()) {
            return object();
        }
        if (member instanceof ObjectNode object) {
            return object;
        }
        throw ArmErrorException.invalidContent("The value of '" + name + "' must be an object.");
    }

    /** Applies a JSON merge patch (RFC 7396): objects are merged, null removes, everything else replaces. */
    public static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            JsonNode before = into.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                into.remove(entry.getKey());
            } else if (before instanceof ObjectNode old && value instanceof ObjectNode change) {
                merge(old, change);
            } else {
                into.set(entry.getKey(), value.deepCopy());
            }
        });
    }
}
