package io.armwatch.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation answers, before the headers that every answer of ARM carries.
 *
 * @param body empty where there is none
 */
record Answer(int status, Buffer body, Optional<String> etag, Map<String, String> headers) {
    private static final Buffer NOTHING = Buffer.buffer();

    static Answer of(int status, Buffer body) {
        return new Answer(status, body, Optional.empty(), Map.of());
    }

    static Answer of(int status, Entity entity) {
        return new Answer(status, entity.json(), entity.shownEtag(), Map.of());
    }

    static Answer empty(int status) {
        return of(status, NOTHING);
    }

    /** An error in the shape that the whole of ARM shares. */
    static Answer error(int status, String code, String message) {
        var error = Json.object();
        error.putObject("error").put("code", code).put("message", message);
        return of(status, Json.render(error));
    }

    /** The same without its body, as HEAD and 304 want it. */
    Answer bodiless(int newStatus) {
        return new Answer(newStatus, NOTHING, etag, headers);
    }

    Answer with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, body, etag, Map.copyOf(all));
    }
}
