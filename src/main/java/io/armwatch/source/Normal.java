package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The normal form of an entity: what is volatile by nature is left out, as it differs without anything having changed. This is
 * the one place that says what armwatch does not watch.
 */
public final class Normal {
    /** JSON Pointers of the properties left out. */
    public static final List<String> VOLATILE = List.of(
            "/etag", "/systemData/lastModifiedBy", "/systemData/lastModifiedByType", "/systemData/lastModifiedAt");

    private Normal() {}

    static JsonNode form(JsonNode entity) {
        JsonNode copy = entity.deepCopy();
        for (String path : VOLATILE) {
            int slash = path.lastIndexOf('/');
            if (copy.at(path.substring(0, slash)) instanceof ObjectNode parent) {
                parent.remove(path.substring(slash + 1));
            }
        }
        return copy;
    }
}
