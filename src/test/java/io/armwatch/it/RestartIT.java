package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RestartIT {
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final String subscription = resources.apim("subscription");
    private final String certificate = resources.certificate(batch);

    @Test
    void a_restart_repeats_nothing_and_misses_nothing_that_changed_meanwhile() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            armwatch.start();
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            List<ReceivedEvent> before = armwatch.settled(azure);
            armwatch.stop();

            armwatch.start();
            assertThat(armwatch.settled(azure))
                    .as("nothing changed")
                    .isEqualTo(before)
                    .hasSize(4);
            armwatch.stop();

            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"secondary\"}");
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"cancelled\"}}");
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
            armwatch.start();
            List<ReceivedEvent> after = armwatch.settled(azure);
            assertThat(after.subList(4, after.size()))
                    .extracting(ReceivedEvent::type)
                    .containsExactlyInAnyOrder(
                            "key.rotated",
                            "subscription.state-changed",
                            "resource.changed", // the tag
                            "certificate.deletion-failed");
        }
    }
}
