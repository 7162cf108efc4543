package io.armwatch.config;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Reads {@code watch.yaml}: a list of scopes under the key {@code watch}. */
final class WatchFile {
    private static final String EXAMPLE = "watch:\n  - /subscriptions/{uuid}/resourceGroups/{group}/providers/…";

    private final Path file;
    private final ScopeParser parser;
    private final List<String> problems;

    private WatchFile(Path file, ScopeParser parser, List<String> problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** Reads the scopes, and adds whatever is wrong to the problems. */
    static List<Scope> read(Path file, ScopeParser parser, List<String> problems) {
        return new WatchFile(file, parser, problems).read();
    }

    private List<Scope> read() {
        String text = "";
        try {
            text = Files.readString(file);
            return scopes(text);
        } catch (ReaderException e) {
            long before = text.lines().takeWhile(StreamReader::isPrintable).count();
            problems.add(at(before + 1) + "not YAML: the file contains an unprintable character");
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    at(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)) + "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file + ": not YAML: " + e.getMessage());
        } catch (IOException e) {
            problems.add(file + ": cannot be read (" + e.getClass().getSimpleName()
                    + "); set armwatch.watch.file to a readable file");
        }
        return List.of();
    }

    private List<Scope> scopes(String text) {
        LoadSettings any = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(Integer.MAX_VALUE) // the default limit is reached at 20,000 resources
                .setBufferSize(text.length() + 1) // one buffer: a surrogate pair across two would be lost
                .build();
        Optional<Node> root = new Compose(any).composeString(text);
        List<Node> items = root.flatMap(this::list).map(SequenceNode::getValue).orElse(List.of());
        if (items.isEmpty()) {
            problems.add(at(root.map(WatchFile::lineOf).orElse(1))
                    + "nothing to watch; expected a list of scopes, for example\n" + EXAMPLE);
        }
        List<Scope> scopes = new ArrayList<>();
        List<String> written = text.lines().toList();
        items.forEach(item -> add(item, written, scopes));
        return scopes;
    }

    private Optional<SequenceNode> list(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        Optional<SequenceNode> list = Optional.empty();
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.equals("watch") && list.isPresent()) {
                problems.add(at(lineOf(entry.getKeyNode()))
                        + "the key watch appears twice; expected one list with all scopes");
            } else if (key.equals("watch") && entry.getValueNode() instanceof SequenceNode items) {
                list = Optional.of(items);
            } else if (!key.equals("watch")) {
                problems.add(at(lineOf(entry.getKeyNode())) + "unknown key '" + ArmError.presentable(key)
                        + "'; expected watch");
            }
        }
        return list;
    }

    private void add(Node item, List<String> written, List<Scope> scopes) {
        int line = lineOf(item);
        if (!(item instanceof ScalarNode scalar)) {
            problems.add(at(line) + quoted(written.get(line - 1))
                    + ": a scope is a string, for example /subscriptions/{uuid}/resourceGroups/{group}/providers/…");
            return;
        }
        try {
            scopes.add(parser.parse(scalar.getValue(), line));
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
