package io.armwatch.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The fields of a state by their JSON Pointers; a list is one field, and a field that is null or not set is none. */
final class StateFields {
    private static final Pattern UNSET =
            Pattern.compile("(0001|1601|1753|1900)-01-01T.*|1970-01-01T00:00:00(\\.0*)?Z|9999-12-31T.*");

    private StateFields() {}

    static SortedMap<String, JsonNode> of(JsonNode state) {
        return below("", state);
    }

    /** The fields of a value at a JSON Pointer. */
    static SortedMap<String, JsonNode> below(String pointer, JsonNode value) {
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        collect(pointer, value, fields);
        return fields;
    }

    private static void collect(String pointer, JsonNode value, Map<String, JsonNode> fields) {
        if (value.isObject()) {
            value.properties()
                    .forEach(each -> collect(
                            pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                            each.getValue(),
                            fields));
        } else if (!plain(value).isNull()) {
            fields.put(pointer, plain(value));
        }
    }

    /**
     * The same for all forms of a value that mean the same: numbers by their value, times that are not set as null, messages without the
     * id of their request.
     */
    static JsonNode plain(JsonNode value) {
        if (value.isNumber()) {
            return DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
        }
        if (value.isTextual() && value.textValue().contains("\nRequestId:")) {
            return TextNode.valueOf(value.textValue().replaceAll("\\R(?:RequestId|Time):[^\\r\\n]*", ""));
        }
        return value.isMissingNode() || UNSET.matcher(value.asText()).matches() ? NullNode.getInstance() : value;
    }

    static boolean isAtOrBelow(String path, String pointer) {
        return path.equals(pointer) || path.startsWith(pointer + "/");
    }
}
