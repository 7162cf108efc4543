package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the status page says as a whole: while ARM or Kafka is away, and where two processes share the work. */
final class OverallStateIT {
    private static final List<String> SUBSCRIPTIONS = IntStream.rangeClosed(1, 6)
            .mapToObj("/subscriptions/00000000-0000-4000-8000-%012x"::formatted)
            .toList();

    private final TestResources resources = new TestResources();

    @Test
    void without_arm_it_says_within_a_scan_that_nothing_is_seen() {
        int port = EmbeddedBroker.freePort();
        String maps = resources.maps("maps");
        resources.add(TestResources.PROVIDERS + "Microsoft.Storage/storageAccounts/storage");
        try (ArmwatchFixture armwatch = new ArmwatchFixture(
                        URI.create("http://127.0.0.1:" + port), List.of(TestResources.SUBSCRIPTION))
                .with("armwatch.sources", "maps-keys,storage-account")) {
            ManagementClient api = new ManagementClient(armwatch);
            try (SimulatedAzure azure = SimulatedAzure.withAllSources(
                    resources, SimulatorOptions.builder().port(port))) {
                armwatch.start();
                Awaitility.await("everything is seen")
                        .until(() -> api.get("status").path("level").asText().equals("ok"));
                assertThat(api.get("status").path("sentence").asText())
                        .startsWith("armwatch sees everything: 2 resources of 2 sources in 1 Azure subscription;");
                assertThat(azure.asked(maps)).isPositive();
            }
            Awaitility.await("nothing is seen")
                    .until(() -> api.get("status").path("level").asText().equals("blind"));
            JsonNode status = api.get("status");
            assertThat(status.path("sentence").asText()).startsWith("armwatch sees nothing: none of 2 resources");
            assertThat(status.path("problems").toString()).contains("maps-keys cannot be polled in", "unreachable");
            assertThat(api.rows("resources?state=failing"))
                    .hasSize(2)
                    .allMatch(row -> row.at("/error/what").asText().startsWith(TestResources.SUBSCRIPTION));
            assertThat(armwatch.run("status").exit()).isEqualTo(1);
        }
    }

    @Test
    void two_processes_show_the_whole_and_link_to_each_other() {
        SUBSCRIPTIONS.forEach(
                each -> resources.add(each + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps1"));
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(resources, SimulatorOptions.builder());
                ArmwatchFixture first = armwatch(azure);
                ArmwatchFixture second = armwatch(azure)) {
            second.with("armwatch.application-id", first.name()).with("armwatch.topics.prefix", first.name());
            first.start();
            second.spawn(ArmwatchProcess.Options.ORDINARY);
            ManagementClient one = new ManagementClient(first);
            ManagementClient other = new ManagementClient(second);

            Awaitility.await("both show both").until(() -> isWhole(one) && isWhole(other));

            Set<String> heldByOne = held(one);
            assertThat(heldByOne).doesNotContainAnyElementsOf(held(other));
            assertThat(heldByOne.size() + held(other).size()).isEqualTo(SUBSCRIPTIONS.size());
            for (JsonNode row : one.rows("resources")) {
                boolean own = heldByOne.contains(row.path("subscriptionId").asText());
                assertThat(row.path("lastPollAt").isTextual()).isEqualTo(own);
                assertThat(row.at("/owner/self").asBoolean()).isEqualTo(own);
                assertThat("http://" + row.at("/owner/address").asText())
                        .isEqualTo((own ? first : second).managementUri().toString());
            }
            String elsewhere = one.rows("resources").stream()
                    .filter(row -> !row.at("/owner/self").asBoolean())
                    .map(row -> row.path("id").asText())
                    .findFirst()
                    .orElseThrow();
            assertThat(one.get("resources" + elsewhere).at("/parts/0/state").isObject())
                    .isTrue();
            try (EventStreamClient stream =
                    EventStreamClient.open(first.managementUri()).read()) {
                Awaitility.await("the stream").until(() -> !stream.lines().isEmpty());
                azure.call("POST", elsewhere + "/regenerateKey", "{\"keyType\":\"primary\"}");
                Awaitility.await("an event of what the other process polls")
                        .until(() -> stream.lines().stream().anyMatch(line -> line.contains("key.rotated")));
            }
        }
    }

    private static ArmwatchFixture armwatch(SimulatedAzure azure) {
        return new ArmwatchFixture(azure.uri(), SUBSCRIPTIONS)
                .with("armwatch.sources", "maps-keys")
                .with("armwatch.topics.partitions", "6");
    }

    private static boolean isWhole(ManagementClient api) {
        return api.get("status").path("processes").size() == 2
                && api.rows("resources").size() == SUBSCRIPTIONS.size()
                && api.rows("resources").stream()
                        .allMatch(row -> row.at("/owner/self").asBoolean()
                                == row.path("lastPollAt").isTextual())
                && !held(api).isEmpty()
                && held(api).size() < SUBSCRIPTIONS.size();
    }

    /** The Azure subscriptions of which this process knows the budget. */
    private static Set<String> held(ManagementClient api) {
        return api.rows("subscriptions").stream()
                .filter(row -> row.path("budget").isObject())
                .map(row -> Objects.requireNonNull(row.path("subscriptionId").asText()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void without_kafka_it_says_so_even_on_a_page_that_was_never_opened() throws Exception {
        resources.maps("maps");
        var data = TemporaryFolder.create("kafka-away");
        EmbeddedBroker broker = EmbeddedBroker.start(data);
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), broker.brokers())
                        .with("armwatch.sources", "maps-keys")) {
            armwatch.start();
            Awaitility.await("it runs").until(() -> armwatch.status("/observe/health/ready") == 200);
            broker.close();

            ManagementClient api = new ManagementClient(armwatch);
            Awaitility.await("Kafka is missed")
                    .until(() -> api.get("status").path("sentence").asText().contains("Kafka cannot be reached"));
            assertThat(api.get("status").path("level").asText()).isEqualTo("blind");
            assertThat(armwatch.status("/")).isEqualTo(200);
            assertThat(armwatch.status("/api/v1/resources")).isEqualTo(503);
        } finally {
            broker.close();
            TemporaryFolder.delete(data);
        }
    }
}
