package io.armwatch.simulator.fault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays every example of the documentation and checks what it is said to do. */
class FaultExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(- fault: ([^\n]+)\n.*?)```", Pattern.DOTALL);

    private final Map<String, Consumer<FaultySimulator>> expectations = expectations();

    @TestFactory
    Stream<DynamicTest> an_example_of_the_documentation_does_what_it_says() throws IOException {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.group(2), () -> {
                    try (FaultySimulator rehearsal = new FaultySimulator(example.group(1))) {
                        requireNonNull(expectations.get(example.group(2)), "no expectation")
                                .accept(rehearsal);
                        assertThat(rehearsal.faults)
                                .allSatisfy(fault -> assertThat(fault.appliedCount())
                                        .as(fault.name())
                                        .isPositive());
                    }
                }));
    }

    @Test
    void every_expectation_has_its_example_and_every_yaml_block_is_one() throws IOException {
        assertThat(examples().map(example -> example.group(2)))
                .containsExactlyInAnyOrderElementsOf(expectations.keySet());
        assertThat(examples()).hasSize(document().split("```yaml", -1).length - 1);
    }

    private static Map<String, Consumer<FaultySimulator>> expectations() {
        Map<String, Consumer<FaultySimulator>> all = new LinkedHashMap<>();
        ErrorExamples.addTo(all);
        ListExamples.addTo(all);
        BodyExamples.addTo(all);
        return all;
    }

    private static Stream<MatchResult> examples() throws IOException {
        return EXAMPLE.matcher(document()).results();
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("docs", "simulator.md"));
    }
}
