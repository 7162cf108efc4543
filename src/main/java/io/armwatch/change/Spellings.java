package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the fields of a source's states that Azure spells in several ways, each with its kind. Used only to compare
 * states: known states and events keep Azure's own text.
 */
public final class Spellings {
    /** For states whose texts are all compared literally. */
    public static final Spellings NONE = new Spellings();

    private static final String EACH = "*";

    private final Map<String, Spellings> children = new HashMap<>();
    private Optional<Spelling> kind = Optional.empty();

    private Spellings() {}

    /** Creates a table with these paths; see {@link #and}. */
    public static Spellings with(Spelling kind, String... paths) {
        return new Spellings().and(kind, paths);
    }

    /**
     * Adds paths to this table.
     *
     * @param paths JSON Pointers of texts; {@code *} stands for each element of a list or each property of an object
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

    /** Rewrites the state before in the spelling of the state after, so that only real differences remain. */
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
