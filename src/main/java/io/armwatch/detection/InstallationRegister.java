package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The register of the application ids that have used a set of topics, in the compacted topic {@code installations}. It does not say
 * which of them are alive; their consumer groups do.
 */
final class InstallationRegister {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Settings.Kafka settings;
    private final String topic;

    InstallationRegister(Settings.Kafka settings) {
        this.settings = settings;
        this.topic = Topic.INSTALLATIONS.name(settings.topicsPrefix());
    }

    /**
     * One record of the register.
     *
     * @param process the process that registered last, for people
     */
    record Entry(String applicationId, String topicsPrefix, String process) {}

    /**
     * Registers this installation.
     *
     * @throws KafkaException if the topic is missing or may not be written
     */
    void register(String process) {
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MILLIS);
        byte[] entry = Json.write(new Entry(settings.applicationId(), settings.topicsPrefix(), process));
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(
                            new ProducerRecord<>(topic, settings.applicationId().getBytes(UTF_8), entry))
                    .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted", e);
        }
    }

    /**
     * The application ids that are registered, without this installation's own.
     *
     * @throws KafkaException if the topic may not be read
     */
    Set<String> others() {
        Set<String> applicationIds = new TreeSet<>();
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - giveUp >= 0) {
                    throw new TimeoutException("topic " + topic + " cannot be read to its end");
                }
                consumer.poll(POLL).forEach(record -> applicationIds.add(new String(record.key(), UTF_8)));
            }
        }
        applicationIds.remove(settings.applicationId());
        return applicationIds;
    }
}
