package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a source's states hold texts that Azure spells in several ways, and what kind each is. States are compared by it; what is
 * kept and shown is as given.
 */
public final class Spellings {
    /** For states in which every text is what it is. */
    public static final Spellings NONE = new Spellings();

    private static final String EACH = "*";

    private final Map<String, Spellings> children = new HashMap<>();
    private Optional<Spelling> kind = Optional.empty();

    private Spellings() {}

    /** Begins a table, see {@link #with}. */
    public static Spellings with(Spelling kind, String... paths) {
        return new Spellings().and(kind, paths);
    }

    /**
     * Adds to a table.
     *
     * @param paths of texts, as JSON Pointers in which {@code *} is each element of a list and each property of an object
     */
    public Spellings and(Spelling spelling, String... paths) {
        for (String path : paths) {
            Spellings at = this;
            for (String step : path.substring(1).split("/", -1)) {
                at = at.children.computeIfAbsent(step, name -> new Spellings());
            }
            at.kind = Optional.of(spelling);
        }
        return this;
    }

    /** The state before in the spelling of the one after, so that what differs between the two is a difference. */
    public JsonNode align(JsonNode before, JsonNode after) {
        return children.isEmpty() || before.equals(after) ? before : aligned(before, after);
    }

    private JsonNode aligned(JsonNode before, JsonNode after) {
        if (before.isTextual() && after.isTextual() && kind.isPresent()) {
            Spelling spelling = kind.get();
            return spelling.canonical(before.textValue()).equals(spelling.canonical(after.textValue()))
                    ? after
                    : before;
        }
        if (children.isEmpty()) {
            return before;
        }
        if (before instanceof ObjectNode was && after.isObject()) {
            ObjectNode same = was.objectNode();
            was.properties()
                    .forEach(each -> same.set(
                            each.getKey(), child(each.getKey(), each.getValue(), property(after, each.getKey()))));
            return same;
        }
        if (before instanceof ArrayNode was && after.isArray() && was.size() == after.size()) {
            ArrayNode same = was.arrayNode(was.size());
            for (int i = 0; i < was.size(); i++) {
                same.add(child(EACH, was.get(i), after.get(i)));
            }
            return same;
        }
        return before;
    }

    private static JsonNode property(JsonNode object, String name) {
        JsonNode property = object.get(name);
        return property == null ? NullNode.getInstance() : property;
    }

    private JsonNode child(String step, JsonNode before, JsonNode after) {
        Spellings below = children.getOrDefault(step, children.getOrDefault(EACH, NONE));
        return below.aligned(before, after);
    }
}
