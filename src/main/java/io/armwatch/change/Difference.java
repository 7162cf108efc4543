package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One property that differs.
 *
 * @param path where it stands in the known state, as JSON Pointer (RFC 6901)
 * @param before its value before, JSON null where it was absent
 * @param after its value after, JSON null where it is absent
 */
public record Difference(String path, JsonNode before, JsonNode after) {}
