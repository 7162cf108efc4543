package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
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

    public Labels {
        tags = tags.filter(JsonNode::isObject); // Jackson reads an absent one as JSON null
    }

    /** The labels in a resource's JSON, from Azure or a state; {@link #NONE} if it has none. */
    public static Labels of(JsonNode resource) {
        Labels labels = new Labels(
                Optional.ofNullable(resource.path("location").textValue()), Optional.of(resource.path("tags")));
        return labels.isNone() ? NONE : labels;
    }

    @JsonIgnore
    public boolean isNone() {
        return location.isEmpty() && tags.isEmpty();
    }

    /** These labels; each that is absent is taken from the others. */
    public Labels orElse(Labels others) {
        return new Labels(location.or(others::location), tags.or(others::tags));
    }
}
