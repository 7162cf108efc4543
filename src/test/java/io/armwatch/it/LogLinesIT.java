package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The log of an ordinary day, by the logging configuration that is shipped. */
final class LogLinesIT {
    private static final Pattern LINE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) (INFO|WARN|ERROR) +\\[\\w+] .+");

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");

    private static ArmwatchProcess.Options shipped() {
        Path logging = Path.of("config", "log4j2.properties").toAbsolutePath();
        return ArmwatchProcess.Options.ORDINARY.with(
                "_JAVA_OPTIONS", "-Dlog4j2.configurationFile=" + logging + " -Duser.timezone=Asia/Kolkata");
    }

    private static List<String> lines(ArmwatchProcess process, String text) {
        return process.output().lines().filter(line -> line.contains(text)).toList();
    }

    @Test
    void start_take_over_hand_over_and_stop_have_one_line_each_with_date_and_zone() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            ArmwatchProcess child = armwatch.spawn(shipped());
            armwatch.reader().await("resource.discovered", maps);
            Awaitility.await("what it polls")
                    .until(() -> !lines(child, "takes over").isEmpty());
            child.terminate();
            child.awaitEnd(Duration.ofSeconds(15));

            for (String once : List.of(
                    " starts with the settings in ",
                    " watches ",
                    "This process takes over 1 Azure subscription: "
                            + TestResources.SUBSCRIPTION.replaceFirst(".*/", ""),
                    "armwatch is stopping and hands over 1 Azure subscription",
                    "armwatch has stopped")) {
                assertThat(lines(child, once))
                        .as(once + " in " + child.output())
                        .hasSize(1);
            }
            assertThat(child.output()
                            .lines()
                            .filter(line -> !line.startsWith("Picked up ") && !line.contains(" WARN for URI ")))
                    .allSatisfy(line -> assertThat(line).matches(LINE).contains("+05:30 "));
        }
    }
}
