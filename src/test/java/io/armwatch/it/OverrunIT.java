package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.fault.Faults;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverrunIT {
    private static final String SKIPPED = "armwatch_scans_skipped_total{source=\"batch-account\"}";

    @Test
    void a_scan_that_outlasts_its_period_skips_ticks_and_is_never_joined_by_another() throws IOException {
        TestResources resources = new TestResources();
        String slow = resources.batch("slow");
        String quick = resources.batch("quick");
        String other = resources.maps("other");
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), resources.watched()).with("armwatch.http.timeout", "3")) {
            azure.simulator().fault(Faults.on("GET", slow), Faults.hang());
            armwatch.start();
            azure.awaitAsked(List.of(slow), 4);
            assertThat(azure.asked(quick))
                    .as("a scan asks the slow one twice")
                    .isBetween(azure.asked(slow) / 2 - 1, azure.asked(slow) / 2 + 1);
            assertThat(azure.asked(other)).isGreaterThan(azure.asked(slow));
            assertThat(armwatch.metric(SKIPPED)).isBetween(3.0, 20.0);
            assertThat(armwatch.metric("armwatch_scans_skipped_total{source=\"maps-keys\"}"))
                    .isLessThan(armwatch.metric(SKIPPED));
            assertThat(logs.lines("batch-account", "outlast their period")).hasSize(1);
        }
    }
}
