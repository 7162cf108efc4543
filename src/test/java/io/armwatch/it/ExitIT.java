package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A supervisor that restarts what failed, or leaves what is wrong alone, goes by the exit status. */
final class ExitIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final String GROUP = "/subscriptions/not-a-uuid/resourceGroups/rg1";

    @Test
    void an_invalid_scope_ends_armwatch_with_status_2() {
        assertThat(end(new ArmwatchFixture(NOBODY, List.of(GROUP)))).isEqualTo(2);
    }

    @Test
    void a_management_port_in_use_ends_armwatch_with_status_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestResources resources = new TestResources();
            resources.maps("maps");

            assertThat(end(new ArmwatchFixture(NOBODY, resources.watched())
                            .with("armwatch.http.port", Integer.toString(taken.getLocalPort()))))
                    .isEqualTo(1);
        }
    }

    @Test
    void armwatch_waits_for_an_unresolvable_kafka_host_until_it_is_stopped() {
        TestResources resources = new TestResources();
        resources.maps("maps");
        try (ArmwatchFixture armwatch =
                new ArmwatchFixture(NOBODY, resources.watched(), "kafka.invalid:" + EmbeddedBroker.freePort())) {
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            Awaitility.await("a word on it")
                    .until(() -> child.output().contains("Kafka cannot be reached at kafka.invalid"));
            child.terminate();

            assertThat(child.awaitEnd(Duration.ofSeconds(10)))
                    .as(child.output())
                    .isZero();
        }
    }

    /** As {@code armwatch events -o json | head -1} does. */
    @Test
    void the_events_command_ends_when_its_reader_is_gone() throws Exception {
        TestResources resources = new TestResources();
        String maps = resources.maps("maps");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", maps);
            Process events = armwatch.pipe("events", "--from-beginning", "-o", "json");
            try (BufferedReader head = events.inputReader(StandardCharsets.UTF_8)) {
                assertThat(head.readLine()).startsWith("{").contains("resource.discovered");
            }
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            armwatch.reader().await("key.rotated", maps);

            assertThat(events.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            assertThat(events.exitValue()).isZero();
        }
    }

    @Test
    void once_beside_run_says_which_process_polls_what_it_did_not_see() {
        TestResources resources = new TestResources();
        String maps = resources.maps("maps");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), resources.watched()).with("armwatch.topics.partitions", "1")) {
            armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            armwatch.reader().await("resource.discovered", maps);
            ArmwatchProcess once = armwatch.spawn("once", ArmwatchProcess.Options.ORDINARY);

            assertThat(once.awaitEnd(PATIENCE)).as(once.output()).isEqualTo(1);
            assertThat(once.output()) // "polled", if it has handed over by the end of the scan
                    .containsPattern(
                            "Another armwatch with armwatch.application-id=" + armwatch.name() + " poll(s|ed) ")
                    .containsPattern("Stop it(, or| to scan from here, or) leave the polling to it\\.");
        }
    }

    private static int end(ArmwatchFixture armwatch) {
        try (armwatch) {
            return armwatch.spawn(ArmwatchProcess.Options.ORDINARY).awaitEnd(PATIENCE);
        }
    }
}
