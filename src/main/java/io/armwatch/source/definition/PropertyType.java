package io.armwatch.source.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Spelling;
import io.armwatch.change.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The type of a property in an official definition. It reads a value into its canonical form: null is absence, unknown
 * properties are ignored, lists are sorted (their order has no meaning in any watched type), times are in one form.
 */
sealed interface PropertyType {
    /** A value does not have the JSON type that the definition states. */
    final class WrongTypeException extends Exception {
        private final String pointer;

        WrongTypeException(String pointer) {
            super(pointer);
            this.pointer = pointer;
        }

        /** The JSON Pointer of the value. */
        String pointer() {
            return pointer;
        }
    }

    /** Reads a value that is not null; empty if it holds nothing. */
    Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException;

    /** A value of a JSON type that is kept as it is. */
    record Plain(Predicate<JsonNode> isValid, Optional<Spelling> spelling) implements PropertyType {
        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!isValid.test(value)) {
                throw new WrongTypeException(pointer);
            }
            return Optional.of(value);
        }
    }

    /** A time as a text in one of Azure's forms. */
    record Time() implements PropertyType {
        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!value.isTextual()) {
                throw new WrongTypeException(pointer);
            }
            return Optional.of(JsonNodeFactory.instance.textNode(new Timestamp(value.textValue()).text()));
        }
    }

    /** A time as seconds since 1970, as Key Vault writes it. The state holds it as a text, like all times. */
    record Seconds() implements PropertyType {
        private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!value.isIntegralNumber()) {
                throw new WrongTypeException(pointer);
            }
            Instant time = Instant.ofEpochSecond(Math.max(0, Math.min(value.longValue(), LATEST)));
            return Optional.of(
                    JsonNodeFactory.instance.textNode(Timestamp.of(time).text()));
        }
    }

    /** An object with known properties. */
    record Properties(Map<String, PropertyType> types) implements PropertyType {
        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!value.isObject()) {
                throw new WrongTypeException(pointer);
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, PropertyType> each : types.entrySet()) {
                JsonNode property = value.path(each.getKey());
                if (!property.isMissingNode() && !property.isNull()) {
                    each.getValue()
                            .read(property, pointer + "/" + each.getKey())
                            .ifPresent(read -> object.set(each.getKey(), read));
                }
            }
            return Optional.of(object);
        }
    }

    /** An object with any properties, all of one type. Keys that are ARM ids are lower-cased. */
    record Entries(PropertyType type) implements PropertyType {
        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!value.isObject()) {
                throw new WrongTypeException(pointer);
            }
            Map<String, JsonNode> entries = new TreeMap<>();
            for (Map.Entry<String, JsonNode> each : value.properties()) {
                if (!each.getValue().isNull()) {
                    type.read(each.getValue(), pointer + "/" + each.getKey())
                            .ifPresent(read -> entries.put(key(each.getKey()), read));
                }
            }
            return entries.isEmpty()
                    ? Optional.empty()
                    : Optional.of(JsonNodeFactory.instance.objectNode().setAll(entries));
        }

        private static String key(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.startsWith("/subscriptions/") ? lower : name;
        }
    }

    /** A list; sorted, because Azure varies the order. */
    record Elements(PropertyType type) implements PropertyType {
        private static final Comparator<JsonNode> ORDER =
                Comparator.comparing(Elements::identity).thenComparing(JsonNode::toString);

        @Override
        public Optional<JsonNode> read(JsonNode value, String pointer) throws WrongTypeException {
            if (!value.isArray()) {
                throw new WrongTypeException(pointer);
            }
            ArrayNode read = JsonNodeFactory.instance.arrayNode(value.size());
            for (int i = 0; i < value.size(); i++) {
                if (!value.get(i).isNull()) {
                    type.read(value.get(i), pointer + "/" + i).ifPresent(read::add);
                }
            }
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode(read.size());
            StreamSupport.stream(read.spliterator(), false).sorted(ORDER).forEach(sorted::add);
            return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted);
        }

        /** What names an element, so that an element keeps its place when another property of it changes. */
        private static String identity(JsonNode element) {
            return Stream.of("id", "name", "hostName", "type", "value")
                    .map(element::path)
                    .filter(JsonNode::isTextual)
                    .findFirst()
                    .or(() -> Optional.of(element).filter(JsonNode::isTextual))
                    .map(text -> text.textValue().toLowerCase(Locale.ROOT))
                    .orElse("");
        }
    }
}
