package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.event.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** A consumer of all events of one armwatch, from the beginning; it reads committed records only. For one thread. */
public final class EventReader implements AutoCloseable {
    private static final List<String> EVENTS =
            List.of("key-rotations", "certificate-failures", "subscription-states", "resource-changes", "polling");

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String states;
    private final List<String> topics;
    private final List<ReceivedEvent> told = new ArrayList<>();
    private final Map<String, Optional<JsonNode>> known = new HashMap<>();

    public EventReader(String brokers, String prefix) {
        states = prefix + ".known-states";
        topics = Stream.concat(EVENTS.stream().map(topic -> prefix + "." + topic), Stream.of(states))
                .toList();
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** All events so far, without the repetitive ones of scans. */
    public List<ReceivedEvent> told() {
        poll(Duration.ZERO);
        return told.stream().filter(each -> !each.isScan()).toList();
    }

    /** The scans reported so far. */
    public List<ReceivedEvent> scans() {
        poll(Duration.ZERO);
        return told.stream().filter(ReceivedEvent::isScan).toList();
    }

    /** The events of a resource so far. */
    public List<ReceivedEvent> told(String id) {
        return told().stream().filter(each -> each.isOf(id)).toList();
    }

    /** The types of the events of a resource so far. */
    public List<String> typesTold(String id) {
        return told(id).stream().map(ReceivedEvent::type).toList();
    }

    /** Waits for an event of a type about a resource. */
    public ReceivedEvent await(String type, String id) {
        return await(type + " of " + id, each -> each.is(type, id));
    }

    public ReceivedEvent await(String what, Predicate<ReceivedEvent> which) {
        return Awaitility.await(what)
                .pollInSameThread()
                .until(() -> find(which), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ReceivedEvent> find(Predicate<ReceivedEvent> which) {
        poll(Duration.ofMillis(100));
        return told.stream().filter(which).findFirst();
    }

    /** The last known state under a state key, as the topic holds it; empty where there is none or a tombstone. */
    public Optional<JsonNode> known(String key) {
        poll(Duration.ZERO);
        return known.getOrDefault(key, Optional.empty());
    }

    public void poll(Duration patience) {
        assign();
        if (!consumer.assignment().isEmpty()) {
            consumer.poll(patience).forEach(this::take);
        }
    }

    private void assign() {
        if (!consumer.assignment().isEmpty()) {
            return;
        }
        var all = consumer.listTopics();
        if (all.keySet().containsAll(topics)) {
            consumer.assign(all.entrySet().stream()
                    .filter(each -> topics.contains(each.getKey()))
                    .flatMap(each -> each.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(states)) {
            known.put(
                    new String(record.key(), UTF_8),
                    Optional.ofNullable(record.value()).map(ReceivedEvent::json));
        } else {
            told.add(ReceivedEvent.of(record));
        }
    }

    /** Reads to the end of what is written now, committed or not: what is aborted is passed over, what is open waited for. */
    public List<ReceivedEvent> readToEnd(Admin admin) {
        Awaitility.await("topics").pollInSameThread().until(() -> {
            assign();
            return !consumer.assignment().isEmpty();
        });
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        consumer.assignment().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = ArmwatchFixture.get(admin.listOffsets(latest).all());
        Awaitility.await("the end of the topics").pollInSameThread().until(() -> {
            poll(Duration.ofMillis(50));
            return ends.entrySet().stream()
                    .allMatch(end ->
                            consumer.position(end.getKey()) >= end.getValue().offset());
        });
        return List.copyOf(told);
    }

    @Override
    public void close() {
        Samples.keepState(known.values().stream().flatMap(Optional::stream).toList());
        Samples.keep(told.stream().map(ReceivedEvent::event).toList());
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
