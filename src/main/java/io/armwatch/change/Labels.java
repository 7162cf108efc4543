package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What Azure files a resource under, for every event about it.
 *
 * @param location the region as Azure gives it
 * @param tags an object of texts
 */
public record Labels(Optional<String> location, Optional<JsonNode> tags) {
    public static final Labels NONE = new Labels(Optional.empty(), Optional.empty());

    /** The labels that a state holds itself. */
    static Labels of(Optional<JsonNode> state) {
        return state.map(json -> new Labels(
                        Optional.of(json.path("location"))
                                .filter(JsonNode::isTextual)
                                .map(JsonNode::textValue),
                        Optional.of(json.path("tags")).filter(JsonNode::isObject)))
                .orElse(NONE);
    }
}
