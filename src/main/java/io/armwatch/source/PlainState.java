package io.armwatch.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Timestamp;
import java.util.Optional;
import java.util.OptionalInt;

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
    public OptionalInt number(String pointer) {
        JsonNode value = json.at(pointer);
        return value.canConvertToInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /** Whether the value at a JSON Pointer is this boolean. */
    public boolean is(String pointer, boolean expected) {
        JsonNode value = json.at(pointer);
        return value.isBoolean() && value.booleanValue() == expected;
    }
}
