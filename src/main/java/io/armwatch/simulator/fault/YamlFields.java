package io.armwatch.simulator.fault;

import io.armwatch.simulator.wire.ArmErrorException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The fields of a YAML mapping. A field with an error is added to the problems, with its line, and counts as absent.
 */
final class YamlFields {
    private final YamlProblems problems;
    private final Node at;
    private final String prefix;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private YamlFields(YamlProblems problems, Node at, String prefix) {
        this.problems = problems;
        this.at = at;
        this.prefix = prefix;
    }

    /** Reads a mapping and reports unknown keys. If {@code known} is empty, every key is allowed. */
    static YamlFields of(YamlProblems problems, Node node, String prefix, Collection<String> known) {
        YamlFields fields = new YamlFields(problems, node, prefix);
        if (!(node instanceof MappingNode mapping)) {
            String what = prefix.isEmpty() ? "a fault" : "'" + prefix.substring(0, prefix.length() - 1) + "'";
            problems.add(
                    node,
                    what + " must be a mapping" + (known.isEmpty() ? "" : " with any of " + String.join(", ", known)));
            return fields;
        }
        mapping.getValue().forEach(tuple -> fields.add(tuple, known));
        return fields;
    }

    private void add(NodeTuple tuple, Collection<String> known) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!known.isEmpty() && !known.contains(key)) {
            problems.add(
                    tuple.getKeyNode(), "unknown key '" + prefix + key + "'; expected " + String.join(", ", known));
        } else if (fields.put(key, tuple.getValueNode()) != null) {
            problems.add(tuple.getKeyNode(), "'" + prefix + key + "' appears twice");
        }
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The first of these keys that is present. */
    Optional<String> firstOf(Collection<String> keys) {
        return keys.stream().filter(this::has).findFirst();
    }

    /** Parses a scalar; if that fails, adds a problem that says what was expected. */
    <T> Optional<T> read(String key, Function<String, T> parse, String expected) {
        Node node = fields.get(key);
        if (node == null) {
            return Optional.empty();
        }
        String found = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        try {
            if (node instanceof ScalarNode && !found.isBlank()) {
                return Optional.of(parse.apply(found));
            }
        } catch (IllegalArgumentException | ArmErrorException wrong) {
            // Reported below, in the same words as a value that is not a scalar.
        }
        problem(key, "'" + found + "' is not " + expected);
        return Optional.empty();
    }

    Optional<String> text(String key) {
        return read(key, Function.identity(), "a text");
    }

    Optional<Integer> number(String key, int least, int most) {
        String range = most == Integer.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most;
        return read(
                key,
                text -> within(Integer.parseInt(text), least, most),
                "a whole number " + range + ", such as " + key + ": " + least);
    }

    private static int within(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    boolean flag(String key) {
        return choice(key, List.of("true", "false")).filter("true"::equals).isPresent();
    }

    Optional<String> choice(String key, List<String> choices) {
        return read(
                key,
                text -> choices.get(choices.indexOf(text) < 0 ? refuse() : choices.indexOf(text)),
                "one of " + String.join(", ", choices));
    }

    private static int refuse() {
        throw new IllegalArgumentException("unknown choice");
    }

    Optional<YamlFields> map(String key, Collection<String> known) {
        return Optional.ofNullable(fields.get(key)).map(node -> of(problems, node, prefix + key + ".", known));
    }

    /** All fields as texts. */
    Map<String, String> texts() {
        return fields.keySet().stream()
                .filter(key -> text(key).isPresent())
                .collect(Collectors.toMap(key -> key, key -> text(key).orElseThrow()));
    }

    /** Adds a problem at the line of a field, or of the mapping if the field is absent. */
    void problem(String key, String message) {
        problems.add(fields.getOrDefault(key, at), prefix + key + ": " + message);
    }
}
