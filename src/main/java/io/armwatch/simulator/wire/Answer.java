package io.armwatch.simulator.wire;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The response of an operation, without the headers that all responses of ARM have.
 *
 * @param body empty for a response without one
 */
public record Answer(int status, Buffer body, Optional<String> etag, Map<String, String> headers) {
    private static final Buffer NOTHING = Buffer.buffer();

    public static Answer of(int status, Buffer body) {
        return new Answer(status, body, Optional.empty(), Map.of());
    }

    /** Content that can be a response's body. */
    public interface Content {
        Buffer json();

        /** The ETag, if responses with this content have one. */
        Optional<String> shownEtag();
    }

    public static Answer of(int status, Content content) {
        return new Answer(status, content.json(), content.shownEtag(), Map.of());
    }

    public static Answer empty(int status) {
        return of(status, NOTHING);
    }

    /** An error in ARM's common shape. */
    public static Answer error(int status, String code, String message) {
        var error = WireJson.object();
        error.putObject("error").put("code", code).put("message", message);
        return of(status, WireJson.render(error));
    }

    /** A copy without the body, for HEAD and 304. */
    public Answer withoutBody(int newStatus) {
        return new Answer(newStatus, NOTHING, etag, headers);
    }

    public Answer with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, body, etag, Map.copyOf(all));
    }
}
