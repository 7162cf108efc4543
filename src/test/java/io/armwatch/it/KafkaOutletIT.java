package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outlets to another cluster, which is as Event Hubs are: no transactions, and no topics that a client creates. */
final class KafkaOutletIT {
    /** A transaction needs three replicas of its log, of which there is one. */
    private static final Map<String, String> LIKE_EVENT_HUBS = Map.of(
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "3",
            "auto.create.topics.enable", "false");

    private final Path data = TemporaryFolder.create("other-kafka");
    private final int port = EmbeddedBroker.freePort();
    private final OutletFixture outlets = new OutletFixture();
    private Optional<EmbeddedBroker> other = Optional.empty();

    @AfterEach
    void close() {
        outlets.close();
        other.ifPresent(EmbeddedBroker::close);
        TemporaryFolder.delete(data);
    }

    private String brokers() {
        return "127.0.0.1:" + port;
    }

    private void startOther(String... topics) {
        other = Optional.of(EmbeddedBroker.start(data, port, LIKE_EVENT_HUBS));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            for (String topic : topics) {
                ArmwatchFixture.get(admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1)))
                        .all());
            }
        }
    }

    private OutletFixture outlet(String name, String... more) throws IOException {
        Path settings = Files.write(
                outlets.armwatch().folder().resolve("target.properties"),
                List.of(
                        "bootstrap.servers=" + brokers(),
                        "max.block.ms=1000",
                        "delivery.timeout.ms=6000",
                        "request.timeout.ms=5000"));
        return outlets.outlet(
                "outlet-kafka",
                name,
                OutletFixture.parameters(Map.of("settings", settings.toString(), "options", OutletFixture.FAST), more));
    }

    @Test
    void records_arrive_with_their_keys_headers_and_ids_in_order() throws Exception {
        startOther(outlets.topic("key-rotations"));
        outlet("hub").start();
        List<String> ids = outlets.write(500, 10);

        List<ConsumerRecord<byte[], byte[]>> sent =
                OutletFixture.records(outlets.armwatch().brokers(), outlets.topic("key-rotations"), 500);
        List<ConsumerRecord<byte[], byte[]>> received =
                OutletFixture.records(brokers(), outlets.topic("key-rotations"), 500);
        assertThat(received.stream().map(KafkaOutletIT::text))
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(KafkaOutletIT::text).toList());
        assertThat(received).hasSize(ids.size());
        for (int i = 0; i < 10; i++) {
            String key = "/subscriptions/s/resource" + i;
            assertThat(received.stream()
                            .filter(each -> key.equals(new String(each.key(), UTF_8)))
                            .map(KafkaOutletIT::id))
                    .isSorted();
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder(new String(record.key(), UTF_8)).append(' ');
        record.headers()
                .forEach(each -> text.append(each.key())
                        .append('=')
                        .append(new String(each.value(), UTF_8))
                        .append(' '));
        return text.append(new String(record.value(), UTF_8)).toString();
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return ReceivedEvent.of(record).attribute("id");
    }

    @Test
    void a_cluster_that_is_away_at_start_and_later_gets_everything() throws Exception {
        outlet("hub", "topic", "all-events").start();
        List<String> ids = new ArrayList<>(outlets.write(50, 5));
        Awaitility.await("the problem")
                .until(() -> outlets.armwatch()
                        .text("/observe/health/ready?data=true")
                        .filter(text -> text.contains("Outlet hub cannot deliver: Kafka at " + brokers()))
                        .isPresent());
        startOther("all-events");
        assertThat(idsOf(50)).containsExactlyInAnyOrderElementsOf(ids);

        other.ifPresent(EmbeddedBroker::close);
        ids.addAll(outlets.write(50, 5));
        other = Optional.of(EmbeddedBroker.start(data, port, LIKE_EVENT_HUBS));
        Awaitility.await("the rest").until(() -> idsOf(100).containsAll(ids));
    }

    private Set<String> idsOf(int count) {
        Set<String> ids = new HashSet<>();
        OutletFixture.records(brokers(), "all-events", count).forEach(each -> ids.add(id(each)));
        return ids;
    }

    @Test
    void a_topic_that_is_missing_is_a_problem_of_the_outlet_and_no_event_is_lost() throws Exception {
        startOther();
        outlet("hub", "topic", "all-events").start();
        List<String> ids = outlets.write(20, 5);
        Awaitility.await("the problem")
                .until(() -> outlets.armwatch()
                        .text("/observe/health/ready?data=true")
                        .filter(text -> text.contains("Topic all-events not present"))
                        .isPresent());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            ArmwatchFixture.get(admin.createTopics(List.of(new NewTopic("all-events", 1, (short) 1)))
                    .all());
        }
        assertThat(idsOf(20)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(outlets.metric("dead_lettered_total", "outlet=\"hub\"")).isZero();
    }
}
