package io.armwatch.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers as Azure's reference shows them, and the same with a property set otherwise. */
public final class OfficialExample {
    public static final ObjectMapper JSON = new ObjectMapper();

    private OfficialExample() {}

    /** The body of an example of a source, for example {@code maps-keys/maps-account-get.json}. */
    public static ObjectNode body(String file) {
        return (ObjectNode) file(file).at("/responses/200/body");
    }

    /** The first entity of an example of a list. */
    public static ObjectNode listed(String file) {
        return (ObjectNode) body(file).at("/value/0");
    }

    private static JsonNode file(String file) {
        return read(file.replace("/", "/examples/"));
    }

    /** The official definition of a source. */
    static JsonNode definition(String source) {
        return read(source + "/definition.json");
    }

    private static JsonNode read(String file) {
        try (InputStream in = OfficialExample.class.getResourceAsStream("/azure/" + file)) {
            return JSON.readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with this value at the pointer; its parent is made where it is missing. */
    public static ObjectNode with(JsonNode body, String pointer, @Nullable Object value) {
        ObjectNode copy = body.deepCopy();
        JsonNode node = JSON.valueToTree(value);
        JsonPointer at = JsonPointer.compile(pointer);
        String last = at.last().getMatchingProperty();
        if (copy.at(at.head()) instanceof ArrayNode array) {
            array.set(at.last().getMatchingIndex(), node);
        } else {
            copy.withObject(at.head()).set(last, node);
        }
        return copy;
    }

    /** A copy without the property at the pointer. */
    public static ObjectNode without(JsonNode body, String pointer) {
        ObjectNode copy = body.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        if (copy.at(at.head()) instanceof ArrayNode array) {
            array.remove(at.last().getMatchingIndex());
        } else {
            ((ObjectNode) copy.at(at.head())).remove(at.last().getMatchingProperty());
        }
        return copy;
    }
}
