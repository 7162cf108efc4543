package io.armwatch.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another Kafka cluster, as {@code docs/operations.md} says to move there. */
final class MoveIT {
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final Path data = TemporaryFolder.create("move");

    @AfterEach
    void delete() {
        TemporaryFolder.delete(data);
    }

    /** Copies the committed records of a topic, each into the partition with the same number. */
    private static void copy(String topic, String from, String to) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", from, "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", to), new ByteArraySerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(Map.of("bootstrap.servers", to))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions.size()), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < requireNonNull(ends.get(each)))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var unused = producer.send(
                            new ProducerRecord<>(topic, record.partition(), record.key(), record.value()));
                }
            }
        }
    }

    @Test
    void with_the_known_states_copied_ids_and_revisions_continue() throws Exception {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture before = new ArmwatchFixture(azure.uri(), resources.watched());
                EmbeddedBroker other = EmbeddedBroker.start(data);
                EventReader reader = new EventReader(other.brokers(), before.name());
                ArmwatchFixture after = new ArmwatchFixture(azure.uri(), resources.watched(), other.brokers())
                        .with("armwatch.application-id", before.name())
                        .with("armwatch.topics.prefix", before.name())) {
            before.start();
            before.reader().await("resource.discovered", maps);
            ReceivedEvent discovered = before.reader().await("resource.discovered", batch);
            before.stop();
            copy(before.name() + "-known-states-changelog", before.brokers(), other.brokers());
            copy(before.name() + ".known-states", before.brokers(), other.brokers());
            azure.call("PATCH", batch, "{\"tags\":{\"moved\":\"yes\"}}");

            after.start();
            ReceivedEvent changed = reader.await("resource.changed", batch);
            reader.await("a scan of Maps accounts", each -> each.isScan("maps-keys", TestResources.SUBSCRIPTION));

            assertThat(changed.data("incarnation")).isEqualTo(discovered.data("incarnation"));
            assertThat(changed.data().get("revision").asLong())
                    .isGreaterThan(discovered.data().get("revision").asLong());
            assertThat(reader.typesTold(batch)).containsExactly("resource.changed");
            assertThat(reader.typesTold(maps)).isEmpty();
            after.stop();
        }
    }
}
