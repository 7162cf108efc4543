package io.armwatch.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of a plain source: the entity's JSON in its canonical form, read by JSON Pointers. */
public record PlainState(@JsonValue JsonNode json) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PlainState {}

    /** The text at a JSON Pointer. */
    public Optional<String> text(String pointer) {
        return Optional.ofNullable(json.at(pointer).textValue());
    }

    /** The time at a JSON Pointer. */
    public Optional<Timestamp> time(String pointer) {
        return text(pointer).map(Timestamp::new);
    }

    /** The whole number at a JSON Pointer. */
    public Optional<Integer> number(String pointer) {
        JsonNode value = json.at(pointer);
        return value.isIntegralNumber() && value.canConvertToInt() ? Optional.of(value.intValue()) : Optional.empty();
    }

    /** The elements of the list at a JSON Pointer. */
    public List<PlainState> elements(String pointer) {
        List<PlainState> elements = new ArrayList<>();
        json.at(pointer).forEach(element -> elements.add(new PlainState(element)));
        return elements;
    }

    /** Whether the value at a JSON Pointer is this boolean. */
    public boolean is(String pointer, boolean expected) {
        JsonNode value = json.at(pointer);
        return value.isBoolean() && value.booleanValue() == expected;
    }
}
