package io.armwatch.simulator.fault;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a fault file. {@code docs/simulator.md} describes the format. */
public final class FaultFile {
    private static final List<String> KEYS = List.of("fault", "calls", "when", "answer");

    /** One fault of the file. */
    public record Rule(String name, FaultCalls calls, FaultTiming timing, FaultEffect effect, FaultStage stage) {
        public boolean countAndTest(HttpServerRequest request) {
            return calls.matches(request, stage.operations())
                    && timing.countAndTest(request.path(), stage.clock().instant());
        }
    }

    private final FaultStage stage;
    private final YamlProblems problems;

    private FaultFile(FaultStage stage, String file) {
        this.stage = stage;
        this.problems = new YamlProblems(file);
    }

    /** Reads a file; throws an {@link IllegalArgumentException} with all problems, each with its line. */
    public static List<Rule> read(Path file, FaultStage stage) {
        try {
            return parse(file.toString(), Files.readString(file), stage);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    public static List<Rule> parse(String name, String yaml, FaultStage stage) {
        FaultFile file = new FaultFile(stage, name);
        List<Rule> rules = file.rules(yaml);
        file.problems.throwIfAny();
        return rules;
    }

    private List<Rule> rules(String yaml) {
        List<Rule> rules = new ArrayList<>();
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml);
            if (root.orElse(null) instanceof SequenceNode list
                    && !list.getValue().isEmpty()) {
                list.getValue().forEach(item -> rules.add(rule(item, rules.size() + 1)));
            } else {
                problems.add(1, "expected a list of faults, such as - answer: { status: 503 }");
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "not YAML: " + e.getMessage());
        }
        return rules;
    }

    private Rule rule(Node item, int number) {
        YamlFields fault = YamlFields.of(problems, item, "", KEYS);
        return new Rule(
                fault.text("fault").orElse("fault " + number),
                FaultCalls.read(fault, stage.operations()),
                FaultTiming.read(fault, stage.clock()),
                new FaultEffectReader(stage, fault).read(),
                stage);
    }
}
