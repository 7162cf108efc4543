package io.armwatch.outlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Exclusions;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.it.SharedKafka;
import io.armwatch.outlet.delivery.Deliverer;
import io.armwatch.outlet.delivery.Delivery;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Lanes;
import io.armwatch.outlet.delivery.OutletEvent;
import io.armwatch.outlet.delivery.Pace;
import io.armwatch.source.Fingerprints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an outlet reads and commits where something goes wrong. */
final class OutletConsumerIT implements Deliverer.Target {
    private static final int PARTITIONS = 4;
    private static final int EVENTS = 40;

    private final String prefix = "outlet-" + UUID.randomUUID();
    private final String topic = prefix + ".key-rotations";
    private final Settings.Kafka kafka =
            new Settings.Kafka(SharedKafka.brokers(), Map.of(), true, prefix, prefix, 1, false);
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.brokers()));
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        admin.close();
    }

    @Override
    public Optional<Failure> send(OutletEvent event) {
        sent.add(event.event().getId());
        return Optional.empty();
    }

    @Override
    public void bury(Delivery delivery, Failure failure, int attempts) {}

    private OutletOptions options() {
        Duration second = Duration.ofSeconds(1);
        return OutletOptions.of(
                "crm",
                new OutletOptions.Given("key-rotations", "*", "earliest", 2, second, second, Duration.ZERO),
                prefix);
    }

    private OutletStatus status() {
        return new OutletStatus("crm", List.of(topic), Clock.systemUTC());
    }

    private Lanes lanes() {
        Pace pace = new Pace();
        return new Lanes("crm", 2, new Deliverer(this, options().rules(), pace, status(), Clock.systemUTC()), pace);
    }

    private void write() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedKafka.brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                byte[] event = ("{\"specversion\":\"1.0\",\"id\":\"" + i
                                + "\",\"source\":\"/s\",\"type\":\"io.armwatch.key.rotated.v1\"}")
                        .getBytes(UTF_8);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, i % PARTITIONS, new byte[] {(byte) i}, event);
                record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
                producer.send(record).get();
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        return admin.listConsumerGroupOffsets(prefix + ".outlet.crm")
                .partitionsToOffsetAndMetadata()
                .get();
    }

    @Test
    void where_no_thread_can_be_had_nothing_is_committed_of_what_was_read() throws Exception {
        write();
        Lanes lanes = lanes();
        lanes.close();
        try (OutletConsumer consumer = OutletConsumer.open(kafka, options(), lanes, status())) {
            assertThatThrownBy(() -> {
                        while (true) {
                            consumer.readOnce();
                        }
                    })
                    .isInstanceOf(RejectedExecutionException.class);
        }
        assertThat(committed().values())
                .hasSize(PARTITIONS)
                .allSatisfy(each -> assertThat(each.offset()).isZero());
    }

    @Test
    void a_topic_that_was_created_anew_is_delivered_from_its_beginning() throws Exception {
        write();
        admin.alterConsumerGroupOffsets(
                        prefix + ".outlet.crm", Map.of(new TopicPartition(topic, 1), new OffsetAndMetadata(1_000)))
                .all()
                .get();
        try (Lanes lanes = lanes();
                OutletConsumer consumer = OutletConsumer.open(kafka, options(), lanes, status())) {
            Awaitility.await("all events").pollInSameThread().until(() -> {
                consumer.readOnce();
                return sent.size() == EVENTS;
            });
        }
    }

    /** Without a lane, what is read cannot be submitted. */
    @Test
    void an_outlet_that_fails_unexpectedly_says_so_in_health() throws Exception {
        write();
        OutletOptions good = options();
        OutletOptions bad = new OutletOptions("crm", good.topics(), good.types(), true, 0, good.rules());
        OutletStatus status = status();
        Outlets outlets = outlets();
        outlets.add(status);
        OutletReader reader =
                new OutletReader(outlets, bad, status, this, new DeadLetters(kafka, "crm", Clock.systemUTC()));
        reader.start();
        try {
            outlets.open();
            Awaitility.await("the problem")
                    .until(() -> outlets.problem()
                            .filter(text ->
                                    text.contains("Outlet crm cannot deliver: it cannot go on (ArithmeticException)"))
                            .isPresent());
        } finally {
            reader.stop();
        }
    }

    private Outlets outlets() {
        Settings settings = new Settings(
                new Settings.Azure(
                        AzureCloud.PUBLIC, URI.create("http://127.0.0.1"), false, 4, Duration.ofSeconds(30), 1),
                new Settings.Watch(
                        List.of(),
                        Map.of(),
                        false,
                        2,
                        Fingerprints.sha256(),
                        Map.of(),
                        TimePolicy.DEFAULT,
                        Exclusions.of(List.of())),
                kafka,
                new Settings.Management("127.0.0.1", 0));
        return new Outlets(settings, Path.of(""), "test", new SimpleMeterRegistry(), Clock.systemUTC());
    }

    @Test
    void a_topic_that_does_not_exist_is_named() {
        try (Lanes lanes = lanes()) {
            assertThatThrownBy(() -> OutletConsumer.open(kafka, options(), lanes, status()))
                    .isInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasMessage("topic " + topic + " does not exist");
        }
    }
}
