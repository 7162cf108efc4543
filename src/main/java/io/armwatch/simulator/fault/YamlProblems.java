package io.armwatch.simulator.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** The problems of a file, by line. */
final class YamlProblems {
    private record Problem(int line, String message) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    YamlProblems(String file) {
        this.file = file;
    }

    void add(Node node, String message) {
        add(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), message);
    }

    void add(int line, String message) {
        Problem problem = new Problem(line, message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** Throws an {@link IllegalArgumentException} with all problems, if there are any. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            List<String> lines = problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                    .toList();
            throw new IllegalArgumentException(String.join(System.lineSeparator(), lines));
        }
    }
}
