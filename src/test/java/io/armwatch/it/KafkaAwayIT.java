package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.service.Service;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaAwayIT {
    private static final String READY = "/observe/health/ready";
    private static final String LIVE = "/observe/health/live";

    private final int port = EmbeddedBroker.freePort();
    private final Path data = TemporaryFolder.create("kafka-away");
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final String subscription = resources.apim("subscription");

    @AfterEach
    void delete() {
        TemporaryFolder.delete(data);
    }

    @Test
    void a_kafka_that_is_away_at_start_is_waited_for() throws Exception {
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), "127.0.0.1:" + port)) {
            Service service = armwatch.build();
            CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> ArmwatchFixture.start(service));
            awaitStatus(armwatch, READY, 503);
            assertThat(armwatch.status(LIVE)).isEqualTo(200);
            Awaitility.await("the message")
                    .until(() -> logs.lines("WARN", "Kafka cannot be reached at 127.0.0.1:" + port)
                                    .size()
                            == 1);
            assertThat(azure.asked(batch)).isZero();
            try (EmbeddedBroker broker = EmbeddedBroker.start(data, port)) {
                starting.get(60, TimeUnit.SECONDS);
                resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
                awaitStatus(armwatch, READY, 200);
                assertThat(logs.lines("Kafka cannot be reached")).hasSize(1);
                assertThat(broker.port()).isEqualTo(port);
                armwatch.stop();
            }
        }
    }

    @Test
    void while_kafka_is_away_polling_pauses_and_nothing_is_lost_or_published_twice() {
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), "127.0.0.1:" + port)) {
            EmbeddedBroker before = EmbeddedBroker.start(data, port);
            armwatch.start();
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            awaitStatus(armwatch, READY, 200);
            before.close();
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"suspended\"}}");
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            awaitStatus(armwatch, READY, 503);
            assertThat(armwatch.status(LIVE)).isEqualTo(200);
            awaitPause(logs);
            assertNothingIsAsked(azure);
            assertThat(armwatch.status(LIVE)).isEqualTo(200);
            try (EmbeddedBroker after = EmbeddedBroker.start(data, port)) {
                armwatch.reader().await("key.rotated", maps);
                armwatch.reader().await("subscription.state-changed", subscription);
                armwatch.reader().await("resource.changed", batch);
                awaitStatus(armwatch, READY, 200);
                List<ReceivedEvent> told = armwatch.settled(azure);
                assertThat(told).hasSize(6);
                assertThat(told).extracting(each -> each.attribute("id")).doesNotHaveDuplicates();
                assertThat(armwatch.status(LIVE)).isEqualTo(200);
                assertThat(logs.lines("polling pauses")).hasSize(1);
                assertThat(logs.lines("polling resumes")).hasSize(1);
                assertThat(logs.lines("ERROR")).isEmpty();
                assertThat(after.port()).isEqualTo(port);
                armwatch.stop();
            }
        }
    }

    @Test
    void when_kafka_goes_away_during_lists_nothing_is_lost_or_published_twice() {
        TestResources many = new TestResources();
        List<String> accounts =
                IntStream.range(0, 40).mapToObj(i -> many.batch("account" + i)).toList();
        String scope = TestResources.PROVIDERS + "Microsoft.Batch/batchAccounts/*";
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure =
                        SimulatedAzure.with(many, SimulatorOptions.builder().pageSize(8));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope), "127.0.0.1:" + port)) {
            EmbeddedBroker before = EmbeddedBroker.start(data, port);
            armwatch.start();
            accounts.forEach(id -> armwatch.reader().await("resource.discovered", id));
            before.close();
            accounts.forEach(id -> azure.call("PATCH", id, "{\"tags\":{\"team\":\"x\"}}"));
            awaitPause(logs);
            try (EmbeddedBroker after = EmbeddedBroker.start(data, port)) {
                accounts.forEach(id -> armwatch.reader().await("resource.changed", id));
                assertThat(armwatch.news("batch-account", scope)).hasSize(2 * accounts.size());
                assertThat(armwatch.scanned("batch-account", scope).data("complete"))
                        .isEqualTo("true");
                assertThat(logs.lines("ERROR")).isEmpty();
                assertThat(after.port()).isEqualTo(port);
                armwatch.stop();
            }
        }
    }

    @Test
    void a_topic_that_was_deleted_is_created_again() throws Exception {
        try (CapturedLogs logs = new CapturedLogs();
                EmbeddedBroker broker = EmbeddedBroker.start(data, port);
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), broker.brokers())) {
            armwatch.with("camel.component.kafka.additional-properties[default.api.timeout.ms]", "6000")
                    .with("camel.component.kafka.additional-properties[request.timeout.ms]", "5000");
            armwatch.start();
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.admin()
                    .deleteTopics(List.of(armwatch.name() + ".observations"))
                    .all()
                    .get();
            Awaitility.await("the restart")
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> !logs.lines("WARN", "Change detection restarts after MissingSourceTopicException")
                            .isEmpty());
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            armwatch.reader().await("resource.changed", batch);
            armwatch.stop();
        }
    }

    private static void awaitPause(CapturedLogs logs) {
        Awaitility.await("the pause")
                .until(() -> !logs.lines("WARN", "polling pauses").isEmpty());
    }

    /** What was in flight when polling paused may still come to its end. */
    private void assertNothingIsAsked(SimulatedAzure azure) {
        Awaitility.await("silence")
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(30))
                .until(new Callable<Boolean>() {
                    private long asked = -1;
                    private long since = System.nanoTime();

                    @Override
                    public Boolean call() {
                        long now = resources.watched().stream()
                                .mapToLong(azure::asked)
                                .sum();
                        if (now != asked) {
                            asked = now;
                            since = System.nanoTime();
                        }
                        return System.nanoTime() - since > Duration.ofSeconds(3).toNanos();
                    }
                });
    }

    private static void awaitStatus(ArmwatchFixture armwatch, String path, int status) {
        Awaitility.await(path + " " + status).until(() -> armwatch.status(path) == status);
    }
}
