package io.armwatch.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A request to ARM.
 *
 * @param path decoded
 * @param self the request's URL without query, with which next links begin
 */
public record Call(String method, String path, String self, MultiMap query, MultiMap headers, Buffer body) {

    /** A call from within the simulator. */
    public static Call internal(String method, String path, MultiMap query, String body) {
        return new Call(method, path, path, query, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public ObjectNode json() {
        return WireJson.body(body);
    }

    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
