package io.armwatch.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.StateCompression;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Known states that an older version of armwatch wrote. */
class UpgradeIT {
    @Test
    void known_states_without_a_record_version_in_the_changelog_are_taken_over_without_an_event() {
        TestResources resources = new TestResources();
        String maps = resources.maps("maps");
        String batch = resources.batch("batch");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            armwatch.start();
            List.of(maps, batch).forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.stop();

            assertThat(removeRecordVersions(armwatch)).isGreaterThanOrEqualTo(2);
            armwatch.start();
            armwatch.news("maps-keys", TestResources.SUBSCRIPTION);
            armwatch.news("batch-account", TestResources.SUBSCRIPTION);
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            armwatch.reader().await("resource.changed", batch);

            assertThat(armwatch.reader().typesTold(maps)).containsExactly("resource.discovered");
            assertThat(armwatch.reader().typesTold(batch)).containsExactly("resource.discovered", "resource.changed");
            armwatch.stop();
        }
    }

    /** Writes the known states in the changelog again, as a version did that knew no record versions. */
    private static int removeRecordVersions(ArmwatchFixture armwatch) {
        Map<String, ConsumerRecord<String, byte[]>> latest = changelog(armwatch);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", armwatch.brokers()), new StringSerializer(), new ByteArraySerializer())) {
            latest.values().forEach(each -> {
                ObjectNode known = (ObjectNode) Json.tree(StateCompression.unpack(each.value()));
                assertThat(known.remove("recordVersion")).isNotNull();
                var unused = producer.send(new ProducerRecord<>(
                        each.topic(), each.partition(), each.key(), StateCompression.pack(Json.write(known))));
            });
        }
        return latest.size();
    }

    private static Map<String, ConsumerRecord<String, byte[]>> changelog(ArmwatchFixture armwatch) {
        Map<String, ConsumerRecord<String, byte[]>> latest = new LinkedHashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", armwatch.brokers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(armwatch.name() + "-known-states-changelog").stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < requireNonNull(ends.get(each)))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(each -> Optional.ofNullable(each.value())
                                .ifPresentOrElse(
                                        value -> latest.put(each.key(), each), () -> latest.remove(each.key())));
            }
        }
        return latest;
    }
}
