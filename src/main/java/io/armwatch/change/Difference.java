package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * One property that differs.
 *
 * @param path its place in the known state, as JSON Pointer (RFC 6901)
 * @param before its previous value, JSON null if it was absent
 * @param after its present value, JSON null if it is absent
 */
public record Difference(String path, JsonNode before, JsonNode after) {
    /** Whether it is at or below one of these JSON Pointers. */
    public boolean isIn(Set<String> pointers) {
        return pointers.stream().anyMatch(pointer -> path.equals(pointer) || path.startsWith(pointer + "/"));
    }
}
