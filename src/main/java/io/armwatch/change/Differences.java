package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two states of one resource. Absent, null, an object without properties and a time that Azure writes for "not
 * set" ({@link Timestamp#isUnset}) are all equal. ARM ids are compared case-insensitively, numbers by value. A list
 * differs as a whole, because its elements have no stable position.
 */
public final class Differences {
    private Differences() {}

    /** The differences in the order of their paths; empty if both are the same state. */
    public static List<Difference> between(JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        collect("", before, after, found);
        return List.copyOf(found);
    }

    private static void collect(String path, JsonNode before, JsonNode after, List<Difference> found) {
        if (mayHoldProperties(before) && mayHoldProperties(after)) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> collect(path + "/" + escape(name), child(before, name), child(after, name), found));
        } else if (!isSame(before, after)) {
            found.add(new Difference(path, before, after));
        }
    }

    /** Null counts as an object, so that each property of an object that appears or disappears is a difference. */
    private static boolean mayHoldProperties(JsonNode value) {
        return value.isObject() || value.isNull();
    }

    private static JsonNode child(JsonNode parent, String name) {
        JsonNode child = parent.get(name);
        return child == null ? NullNode.getInstance() : child;
    }

    private static boolean isSame(JsonNode before, JsonNode after) {
        if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                if (!between(before.get(i), after.get(i)).isEmpty()) {
                    return false;
                }
            }
            return true;
        }
        if (isUnset(before) || isUnset(after)) {
            return (isUnset(before) || before.isNull()) && (isUnset(after) || after.isNull());
        }
        if (before.isNumber() && after.isNumber()) {
            return before.decimalValue().compareTo(after.decimalValue()) == 0;
        }
        if (isId(before) && isId(after)) {
            return before.textValue().equalsIgnoreCase(after.textValue());
        }
        return before.equals(after);
    }

    private static boolean isUnset(JsonNode value) {
        return value.isTextual() && Timestamp.isUnset(value.textValue());
    }

    private static boolean isId(JsonNode value) {
        return value.isTextual() && value.textValue().toLowerCase(Locale.ROOT).startsWith("/subscriptions/");
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
