package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.armwatch.config.ConfigurationException;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
    @Test
    void one_schedule_goes_for_every_source(@TempDir Path config) throws IOException {
        Files.writeString(
                config.resolve("watch.yaml"), "watch:\n  - /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/\n");
        RunCommand run = new RunCommand();
        new CommandLine(run)
                .parseArgs("--config", config.toString(), "--routes", config.toString(), "--schedule", "sometimes");

        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, run::call);

        assertThat(Sources.scheduled())
                .allSatisfy(source -> assertThat(refused.problems())
                        .anyMatch(problem -> problem.contains("armwatch.schedule." + source.name())
                                && problem.contains("sometimes")));
    }
}
