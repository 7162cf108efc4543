package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArmAwayIT {
    private final int port = EmbeddedBroker.freePort();
    private final URI address = URI.create("http://127.0.0.1:" + port);
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");

    {
        resources.apim("subscription");
    }

    private SimulatedAzure azure() {
        return SimulatedAzure.with(resources, SimulatorOptions.builder().port(port));
    }

    @Test
    void a_kafka_that_is_away_at_start_is_waited_for() {
        try (CapturedLogs logs = new CapturedLogs();
                ArmwatchFixture armwatch = new ArmwatchFixture(address, resources.watched())) {
            armwatch.start();
            for (String id : resources.watched()) {
                assertThat(armwatch.reader().await("poll.failed", id).data("reason"))
                        .isEqualTo("unreachable");
            }
            try (SimulatedAzure azure = azure()) {
                armwatch.settled(azure);
                for (String id : resources.watched()) {
                    assertThat(armwatch.reader().typesTold(id))
                            .containsExactlyInAnyOrder("poll.failed", "poll.recovered", "resource.discovered");
                }
            }
            assertThat(logs.lines("unreachable", batch)).hasSize(1);
        }
    }

    @Test
    void an_arm_outage_is_reported_once_and_changes_nothing() {
        try (ArmwatchFixture armwatch = new ArmwatchFixture(address, resources.watched())) {
            try (SimulatedAzure azure = azure()) {
                armwatch.start();
                resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
                armwatch.settled(azure);
            }
            for (String id : resources.watched()) {
                assertThat(armwatch.reader().await("poll.failed", id).data("reason"))
                        .isEqualTo("unreachable");
            }
            try (SimulatedAzure azure = azure()) {
                List<ReceivedEvent> told = armwatch.settled(azure);
                assertThat(told)
                        .extracting(ReceivedEvent::type)
                        .containsOnly("resource.discovered", "poll.failed", "poll.recovered")
                        .hasSize(9);
                azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
                armwatch.reader().await("key.rotated", maps);
            }
        }
    }
}
