package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a temporary folder and a home to write to, as on a read-only root. */
final class ReadOnlyIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final Path folder = TemporaryFolder.create("read-only");
    private final Path nowhere;

    /** Below a regular file not even root can make a folder. */
    ReadOnlyIT() throws IOException {
        nowhere = Files.createFile(folder.resolve("file")).resolve("tmp");
    }

    @AfterEach
    void delete() {
        TemporaryFolder.delete(folder);
    }

    /** These options of Java's stand above those of the command line. */
    private ArmwatchProcess.Options readOnly() {
        return new ArmwatchProcess.Options(
                Map.of(
                        "_JAVA_OPTIONS",
                        "-Djava.io.tmpdir=" + nowhere + " -Duser.home=" + nowhere,
                        "HOME",
                        nowhere.toString(),
                        "TMPDIR",
                        nowhere.toString()),
                "warn",
                "info");
    }

    @Test
    void run_needs_neither() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            ArmwatchProcess child = armwatch.spawn(readOnly());
            Awaitility.await("an event")
                    .pollInSameThread()
                    .untilAsserted(() -> assertThat(armwatch.reader().typesTold(maps))
                            .as(child.output())
                            .contains("resource.discovered"));
            child.terminate();

            assertThat(child.awaitEnd(Duration.ofSeconds(15)))
                    .as(child.output())
                    .isZero();
            assertThat(child.output()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @Test
    void demo_says_in_one_sentence_what_is_missing_and_ends_with_status_1() {
        try (ArmwatchFixture armwatch = new ArmwatchFixture(NOBODY, resources.watched())) {
            ArmwatchProcess child = armwatch.spawn("demo", readOnly());

            assertThat(child.awaitEnd(Duration.ofSeconds(60)))
                    .as(child.output())
                    .isEqualTo(1);
            List<String> lines = child.output()
                    .lines()
                    .filter(line -> !line.startsWith("Picked up ") && !line.startsWith("Starting "))
                    .toList();
            assertThat(lines)
                    .containsExactly("demo: cannot create a temporary folder in " + nowhere
                            + "; make it writable, or choose another with -Djava.io.tmpdir=FOLDER"
                            + " (ARMWATCH_JAVA_OPTS)");
        }
    }
}
