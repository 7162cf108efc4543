package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A resource's region and tags, which every event about it carries.
 *
 * @param location the region as Azure writes it
 * @param tags a JSON object of strings
 */
public record Labels(Optional<String> location, Optional<JsonNode> tags) {
    public static final Labels NONE = new Labels(Optional.empty(), Optional.empty());

    /** The labels in a state; empty fields if it has none. */
    public static Labels of(Optional<JsonNode> state) {
        return state.map(json -> new Labels(
                        Optional.of(json.path("location"))
                                .filter(JsonNode::isTextual)
                                .map(JsonNode::textValue),
                        Optional.of(json.path("tags")).filter(JsonNode::isObject)))
                .orElse(NONE);
    }
}
