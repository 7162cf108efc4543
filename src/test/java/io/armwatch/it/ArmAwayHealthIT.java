package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator sees while ARM is away. */
final class ArmAwayHealthIT {
    private static final String LAST_COMPLETE = "armwatch_scan_last_complete_timestamp_seconds";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = EmbeddedBroker.freePort();
    private final URI address = URI.create("http://127.0.0.1:" + port);
    private final TestResources resources = new TestResources();

    {
        resources.maps("maps");
        resources.batch("batch");
    }

    private SimulatedAzure azure() {
        return SimulatedAzure.with(resources, SimulatorOptions.builder().port(port));
    }

    @Test
    void health_and_metrics_say_within_a_scan_that_arm_does_not_answer() {
        try (ArmwatchFixture armwatch = new ArmwatchFixture(address, resources.watched())) {
            try (SimulatedAzure azure = azure()) {
                armwatch.start();
                armwatch.settled(azure);
                assertThat(detail(armwatch, "azure", "problem")).isEmpty();
                assertThat(problem(armwatch)).isZero();
            }
            Awaitility.await("the outage").atMost(Duration.ofSeconds(20)).until(() -> problem(armwatch) == 1);
            assertThat(detail(armwatch, "azure", "problem"))
                    .contains("Azure Resource Manager has given no usable answer since", "unreachable", "network");
            assertThat(armwatch.status("/observe/health/ready"))
                    .as("a restart does not help")
                    .isEqualTo(200);
            try (SimulatedAzure azure = azure()) {
                armwatch.settled(azure);
                assertThat(problem(armwatch)).isZero();
                assertThat(detail(armwatch, "azure", "problem")).isEmpty();
            }
        }
    }

    @Test
    void the_last_complete_scan_outlives_an_outage_and_a_restart_and_is_overdue_meanwhile() {
        try (ArmwatchFixture armwatch = new ArmwatchFixture(address, resources.watched())) {
            try (SimulatedAzure azure = azure()) {
                armwatch.start();
                armwatch.settled(azure);
            }
            Awaitility.await("the outage").until(() -> problem(armwatch) == 1);
            List<Double> last = lastComplete(armwatch);
            assertThat(last).hasSize(2);

            armwatch.stop();
            armwatch.start();
            Awaitility.await("the restart").until(() -> armwatch.status("/observe/health/ready") == 200);
            assertThat(lastComplete(armwatch)).as("by the known states").isEqualTo(last);

            Awaitility.await("three periods and 30 s")
                    .until(() -> Scrape.of(armwatch).values("armwatch_scans_overdue").stream()
                                    .mapToDouble(each -> each)
                                    .sum()
                            == 2);
            assertThat(detail(armwatch, "polling", "late"))
                    .contains("maps-keys in " + TestResources.SUBSCRIPTION.substring(15) + " has not completed a scan");
            assertThat(lastComplete(armwatch)).isEqualTo(last);
            assertThat(Scrape.of(armwatch).values("armwatch_outages_open", "reason=\"unreachable\"").stream()
                            .mapToDouble(each -> each)
                            .sum())
                    .isEqualTo(2);

            CommandResult check = armwatch.run("check");
            assertThat(check.exit()).isEqualTo(1);
            assertThat(String.join("\n", check.lines()))
                    .contains("NOT OK    scan     maps-keys in ", "has not completed a scan for");
            try (SimulatedAzure azure = azure()) {
                armwatch.settled(azure);
                CommandResult again = armwatch.run("check");
                assertThat(String.join("\n", again.lines())).contains("ok        scan     none is overdue");
                assertThat(again.exit()).isZero();
            }
        }
    }

    private static double problem(ArmwatchFixture armwatch) {
        return Scrape.of(armwatch).values("armwatch_health_problem", "check=\"azure\"").stream()
                .mapToDouble(each -> each)
                .sum();
    }

    /** Of those sources that have something to poll. */
    private static List<Double> lastComplete(ArmwatchFixture armwatch) {
        Scrape scrape = Scrape.of(armwatch);
        return Stream.of("maps-keys", "batch-account")
                .flatMap(source -> scrape.values(LAST_COMPLETE, source).stream())
                .toList();
    }

    /** A detail of a health check; empty if it is not there. */
    private static String detail(ArmwatchFixture armwatch, String check, String name) {
        try {
            JsonNode checks = JSON.readTree(
                            armwatch.text("/observe/health?data=true").orElseThrow())
                    .path("checks");
            return StreamSupport.stream(checks.spliterator(), false)
                    .filter(each -> each.path("name").asText().equals(check))
                    .map(each -> each.path("data").path(name).asText())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
