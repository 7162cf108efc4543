package io.armwatch.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit, by systemd itself where it is installed. */
class SystemdTest {
    private static final Path UNIT = Path.of("config", "systemd", "armwatch.service");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void it_does_not_restart_what_a_restart_cannot_mend() throws IOException {
        assertThat(Files.readAllLines(UNIT)).contains("Restart=on-failure", "RestartPreventExitStatus=2");
    }

    @Test
    void systemd_finds_no_fault() throws IOException, InterruptedException {
        assumeTrue(Tool.works("systemd-analyze", "--version"), "systemd is not installed; the unit is not verified");
        Path unit = Files.writeString(
                folder.resolve("armwatch.service"),
                Files.readString(UNIT)
                        .replace(
                                "/opt/armwatch/armwatch",
                                Path.of("armwatch").toAbsolutePath().toString()));

        Tool verified = Tool.run("systemd-analyze", "verify", unit.toString());

        assertThat(verified.output().lines().filter(line -> line.contains("armwatch")))
                .isEmpty();
    }
}
