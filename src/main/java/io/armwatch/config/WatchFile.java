package io.armwatch.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads {@code watch.yaml}: a list of scopes under the key {@code watch}, and a list of ids that are taken out under the key {@code
 * exclude}.
 */
final class WatchFile {
    private static final String WATCH = "watch";
    private static final String EXCLUDE = "exclude";
    private static final String EXAMPLE = "watch:\n  - /subscriptions/{uuid}/resourceGroups/{group}/providers/…";

    private final Path file;
    private final ScopeParser parser;
    private final List<String> problems;

    private WatchFile(Path file, ScopeParser parser, List<String> problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** Reads the scopes of a file, and adds whatever is wrong to the problems. */
    static WatchList read(Path file, ScopeParser parser, List<String> problems) {
        try {
            return parse(file, Files.readAllBytes(file), parser, problems);
        } catch (IOException e) {
            problems.add(unreadable(file, e));
            return WatchList.NONE;
        }
    }

    /** Reads the scopes from the content of a file likewise. */
    static WatchList parse(Path file, byte[] content, ScopeParser parser, List<String> problems) {
        return new WatchFile(file, parser, problems).parse(content);
    }

    /** The problem with a file that cannot be read. */
    static String unreadable(Path file, IOException cause) {
        return file + ": cannot be read (" + cause.getClass().getSimpleName()
                + "); set armwatch.watch.file to a readable file";
    }

    private WatchList parse(byte[] bytes) {
        String text = "";
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return content(text);
        } catch (ReaderException e) {
            long before = text.lines().takeWhile(StreamReader::isPrintable).count();
            problems.add(at(before + 1) + "not YAML: the file contains an unprintable character");
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    at(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)) + "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file + ": not YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            problems.add(unreadable(file, e));
        }
        return WatchList.NONE;
    }

    private WatchList content(String text) {
        LoadSettings any = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(Integer.MAX_VALUE) // the default limit is reached at 20,000 resources
                .setBufferSize(text.length() + 1) // one buffer: a surrogate pair across two would be lost
                .build();
        Optional<Node> root = new Compose(any).composeString(text);
        Map<String, List<Node>> lists = root.map(this::lists).orElse(Map.of());
        List<String> written = text.lines().toList();
        List<Scope> scopes = new ArrayList<>();
        List<Node> items = lists.getOrDefault(WATCH, List.of());
        items.forEach(item -> add(item, written, (scope, line) -> scopes.add(parser.parse(scope, line))));
        List<ArmId> excluded = new ArrayList<>();
        lists.getOrDefault(EXCLUDE, List.of())
                .forEach(item -> add(item, written, (id, line) -> excluded.add(parser.parseExcluded(id))));
        if (items.isEmpty()) {
            problems.add(at(root.map(WatchFile::lineOf).orElse(1))
                    + "nothing to watch; expected a list of scopes, for example\n" + EXAMPLE);
        }
        return new WatchList(scopes, Exclusions.of(excluded));
    }

    /** The items of the lists, by key. */
    private Map<String, List<Node>> lists(Node root) {
        Map<String, List<Node>> lists = new HashMap<>();
        if (root instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> addList(entry, lists));
        }
        return lists;
    }

    private void addList(NodeTuple entry, Map<String, List<Node>> lists) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        String at = at(lineOf(entry.getKeyNode()));
        if (!key.equals(WATCH) && !key.equals(EXCLUDE)) {
            problems.add(at + "unknown key '" + ArmError.presentable(key) + "'; expected watch or exclude");
        } else if (lists.containsKey(key)) {
            problems.add(at + "the key " + key + " appears twice; expected one list with all scopes");
        } else if (entry.getValueNode() instanceof SequenceNode items) {
            lists.put(key, items.getValue());
        } else if (key.equals(EXCLUDE) && !isEmpty(entry.getValueNode())) {
            problems.add(at + "exclude is not a list; expected a list of ids");
        }
    }

    private static boolean isEmpty(Node value) {
        return value instanceof ScalarNode scalar && scalar.getValue().isBlank();
    }

    /** Takes one item of a list. */
    @FunctionalInterface
    private interface Item {
        void take(String text, int line) throws InvalidScopeException;
    }

    private void add(Node item, List<String> written, Item taken) {
        int line = lineOf(item);
        if (!(item instanceof ScalarNode scalar)) {
            problems.add(at(line) + quoted(written.get(line - 1))
                    + ": a scope is a string, for example /subscriptions/{uuid}/resourceGroups/{group}/providers/…");
            return;
        }
        try {
            taken.take(scalar.getValue(), line);
        } catch (InvalidScopeException e) {
            problems.add(at(line) + quoted(scalar.getValue()) + ": " + e.getMessage());
        }
    }

    private static String quoted(String scope) {
        return "'" + ArmError.presentable(scope) + "'";
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private String at(long line) {
        return file + ":" + line + ": ";
    }
}
