package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Scenario 4: every observation that was ever sent comes again, in the order turned round and then in its own. */
final class Replay implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            fire.start(armwatch);
            for (int round = 1; round <= 3; round++) {
                fire.change();
                fire.awaitChanges(round);
            }
            List<ConsumerRecord<byte[], byte[]>> sent = sent(fire);
            List<ConsumerRecord<byte[], byte[]>> again = new ArrayList<>(sent);
            Collections.reverse(again);
            again.addAll(sent);
            send(fire, again);
            fire.rig().processedEvents();
            fire.change();
            fire.awaitChanges(4);
            return fire.outcome(again.size() + " observations repeated and reordered");
        }
    }

    @Override
    public String toString() {
        return "4 replay";
    }

    /** All observations of resources so far. */
    private static List<ConsumerRecord<byte[], byte[]>> sent(ChaosFixture fire) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", fire.rig().brokers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(partition(fire, 0), partition(fire, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all.stream()
                .filter(record -> !new String(record.key(), UTF_8).contains("?"))
                .toList();
    }

    private static TopicPartition partition(ChaosFixture fire, int number) {
        return new TopicPartition(fire.observations(), number);
    }

    private static void send(ChaosFixture fire, List<ConsumerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", fire.rig().brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                var unused = producer.send(
                        new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value()));
            }
        }
    }
}
