package io.armwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The table of results: a line for each scenario and for each mutant, printed and kept in {@code target/chaos.txt}. */
final class ResultTable {
    private static final Path FILE = Path.of("target", "chaos.txt");

    private ResultTable() {}

    /** The product comes through a scenario without a violation. */
    static void holds(Scenario scenario) throws Exception {
        long from = System.nanoTime();
        Outcome outcome = scenario.run(ArmwatchProcess.Options.ORDINARY);
        line("scenario | %s | %s | %d events | %d violations | %.0f s", scenario, outcome, from);
        assertThat(outcome.violations()).as("%s", scenario).isEmpty();
        assertThat(outcome.events()).as("events checked").isPositive();
    }

    /** A mutant does not: there are violations, and one of them says this. */
    static void catches(Scenario scenario, Mutant mutant, String saying) throws Exception {
        long from = System.nanoTime();
        Outcome outcome = run(scenario, mutant);
        line(
                "mutant | " + mutant.name() + " | caught by %s | %s | %d events | %d violations | %.0f s",
                scenario,
                outcome,
                from);
        outcome.violations().stream().limit(3).forEach(ResultTable::write);
        assertThat(outcome.violations())
                .as("violations by the mutant: " + mutant.name())
                .anyMatch(violation -> violation.contains(saying));
    }

    private static Outcome run(Scenario scenario, Mutant mutant) throws Exception {
        Path classes = mutant.classes();
        try {
            return scenario.run(ArmwatchProcess.Options.ORDINARY.with(List.of(classes)));
        } finally {
            TemporaryFolder.delete(classes);
        }
    }

    private static void line(String format, Scenario scenario, Outcome outcome, long from) {
        double seconds = Duration.ofNanos(System.nanoTime() - from).toMillis() / 1000.0;
        write(String.format(
                Locale.ROOT,
                format,
                scenario,
                outcome.faults(),
                outcome.events(),
                outcome.violations().size(),
                seconds));
    }

    private static void write(String line) {
        System.out.println(line);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
