package io.armwatch.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ReceivedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** What happens to a topic of armwatch besides what armwatch publishes. */
record EventTopic(ArmwatchFixture armwatch, String name) {
    private List<TopicPartition> partitions() {
        return Stream.of(0, 1)
                .map(partition -> new TopicPartition(armwatch.name() + "." + name, partition))
                .toList();
    }

    /** Publishes an event a second time, as it stands in the topic. */
    void sendAgain(String eventId) {
        ConsumerRecord<byte[], byte[]> record =
                find(each -> ReceivedEvent.of(each).attribute("id").equals(eventId));
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            var unused = producer.send(new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value(), record.headers()));
        }
    }

    /** Writes a copy of a resource's record under another name to every partition, in a transaction that is aborted. */
    void abort(String resource, String otherName) {
        ConsumerRecord<byte[], byte[]> record =
                find(each -> new String(each.key(), UTF_8).equals(ReceivedEvent.key(resource)));
        UnaryOperator<byte[]> rename = bytes -> new String(bytes, UTF_8)
                .replace(ExamplesFixture.nameOf(resource), otherName)
                .getBytes(UTF_8);
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.key(), rename.apply(header.value())));
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("transactional.id", UUID.randomUUID().toString()))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (TopicPartition partition : partitions()) {
                var unused = producer.send(new ProducerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        rename.apply(record.key()),
                        rename.apply(record.value()),
                        headers));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Deletes what it holds now, as its retention does after a week. */
    void deleteRecords() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        ArmwatchFixture.get(armwatch.admin().listOffsets(latest).all())
                .forEach((partition, end) -> deletions.put(partition, RecordsToDelete.beforeOffset(end.offset())));
        ArmwatchFixture.get(armwatch.admin().deleteRecords(deletions).all());
    }

    private ConsumerRecord<byte[], byte[]> find(Predicate<ConsumerRecord<byte[], byte[]>> which) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", armwatch.brokers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions());
            consumer.seekToBeginning(partitions());
            return Awaitility.await("a record in " + name)
                    .pollInSameThread()
                    .until(() -> poll(consumer).filter(which).findFirst(), Optional::isPresent)
                    .orElseThrow();
        }
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> consumer) {
        return StreamSupport.stream(consumer.poll(Duration.ofMillis(100)).spliterator(), false);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", armwatch.brokers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
