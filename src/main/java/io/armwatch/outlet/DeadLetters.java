package io.armwatch.outlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.kafka.RecordSender;
import io.armwatch.outlet.delivery.Delivery;
import io.armwatch.outlet.delivery.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic of what an outlet could not deliver. A record is there as it was in its topic, with further headers: {@code
 * armwatch-outlet}, {@code armwatch-reason}, {@code armwatch-attempts}, {@code armwatch-failed-at}, {@code armwatch-record} (topic,
 * partition and offset).
 */
final class DeadLetters implements AutoCloseable {
    private final Settings.Kafka settings;
    private final String outlet;
    private final Clock clock;
    private Optional<KafkaProducer<byte[], byte[]>> producer = Optional.empty();

    /** Connects to nothing before the first dead letter. */
    DeadLetters(Settings.Kafka settings, String outlet, Clock clock) {
        this.settings = settings;
        this.outlet = outlet;
        this.clock = clock;
    }

    String topic() {
        return OutletTopics.deadLetters(settings.topicsPrefix(), outlet);
    }

    /**
     * Creates the topic if it does not exist.
     *
     * @throws UnusableTopicException if it may not be seen or created
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached
     */
    void createTopic() throws UnusableTopicException {
        try (Admin admin = KafkaClients.admin(settings)) {
            String retention = Long.toString(settings.retention().toMillis());
            boolean unused = new KafkaTopics(admin, settings)
                    .ensure(topic(), 1, Map.of(TopicConfig.RETENTION_MS_CONFIG, retention));
        }
    }

    /**
     * Adds a record, and returns when Kafka has accepted it.
     *
     * @throws org.apache.kafka.common.KafkaException if it does not
     */
    synchronized void add(Delivery delivery, Failure failure, int attempts) {
        ConsumerRecord<byte[], byte[]> record = delivery.record();
        Headers headers = new RecordHeaders(record.headers().toArray());
        Map.of(
                        "armwatch-outlet", outlet,
                        "armwatch-reason", failure.reason(),
                        "armwatch-attempts", Integer.toString(attempts),
                        "armwatch-failed-at", clock.instant().toString(),
                        "armwatch-record", record.topic() + "-" + record.partition() + "@" + record.offset())
                .forEach((name, value) -> headers.remove(name).add(name, value.getBytes(UTF_8)));
        RecordSender.sendAll(
                connected(), Stream.of(new ProducerRecord<>(topic(), null, record.key(), record.value(), headers)));
    }

    private KafkaProducer<byte[], byte[]> connected() {
        if (producer.isEmpty()) {
            Map<String, Object> config = KafkaClients.common(settings);
            config.put(ProducerConfig.CLIENT_ID_CONFIG, "armwatch-dead-letters-" + outlet);
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
            config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10 * 1024 * 1024);
            producer = Optional.of(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
        }
        return producer.orElseThrow();
    }

    @Override
    public synchronized void close() {
        producer.ifPresent(each -> each.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
