package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class StopIT {
    @Test
    void stopped_with_requests_in_flight_armwatch_ends_at_once_and_loses_nothing() {
        TestResources resources = new TestResources();
        String hanging = resources.batch("hanging");
        String maps = resources.maps("maps");
        String subscription = resources.apim("subscription");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.settled(azure);
            Fault fault = azure.simulator().fault(request -> true, Faults.hang());
            azure.awaitAsked(resources.watched(), 1);
            long begun = System.nanoTime();
            child.terminate();
            int status = child.awaitEnd(Duration.ofSeconds(10));
            System.out.println("SIGTERM: ended after "
                    + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms with status " + status);
            assertThat(status).as(child.output()).isIn(0, 143);

            fault.close();
            azure.call("PATCH", hanging, "{\"tags\":{\"team\":\"x\"}}");
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"suspended\"}}");
            armwatch.start();
            List<ReceivedEvent> told = armwatch.settled(azure);
            assertThat(told)
                    .extracting(ReceivedEvent::type)
                    .containsExactlyInAnyOrder(
                            "resource.discovered",
                            "resource.discovered",
                            "resource.discovered",
                            "resource.changed",
                            "key.rotated",
                            "subscription.state-changed");
        }
    }

    @Test
    void stopped_while_kafka_is_dead_armwatch_ends_in_time_without_a_stack_trace() throws IOException {
        Path data = TemporaryFolder.create("dead");
        String port = Integer.toString(EmbeddedBroker.freePort());
        TestResources resources = new TestResources();
        String maps = resources.maps("maps");
        try (ArmwatchProcess kafka = ArmwatchProcess.java(
                        data, List.of("io.armwatch.chaos.BrokerMain", data + "/data", port, port));
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), "127.0.0.1:" + port)) {
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            armwatch.reader().await("resource.discovered", maps);
            kafka.kill();
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            Awaitility.await("the pause").until(() -> child.output().contains("polling pauses"));
            child.terminate();

            assertThat(child.awaitEnd(Duration.ofSeconds(10)))
                    .as(child.output())
                    .isZero();
            assertThat(child.output()).contains("armwatch is stopping").doesNotContainPattern("(?m)^\\s+at \\S+\\(");
        } finally {
            TemporaryFolder.delete(data);
        }
    }
}
