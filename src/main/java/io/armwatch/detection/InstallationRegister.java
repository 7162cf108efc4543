package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.jspecify.annotations.Nullable;

/**
 * The register of the application ids that have used a set of topics, and of the processes whose watch list has changed since they
 * started, in the compacted topic {@code installations}. It does not say which of them are alive; their consumer groups do.
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
     * A change of a process's watch list. Its client id cannot change while it runs, so the change is registered here.
     *
     * @param startedWith the digest in its client id
     * @param watches the digest of what it watches now
     */
    record Reload(String process, String startedWith, String watches) {
        /** Whether it is about a member of the group. */
        boolean isOf(GroupMember member) {
            return member.name().equals(process)
                    && member.watchDigest().filter(startedWith::equals).isPresent();
        }
    }

    /**
     * What the register holds.
     *
     * @param others the application ids that are registered, without this installation's own
     * @param reloads those of this installation
     */
    record Content(Set<String> others, List<Reload> reloads) {
        static final Content NONE = new Content(Set.of(), List.of());

        /** Members with the digests of what they watch now. */
        List<GroupMember> current(List<GroupMember> members) {
            return members.stream()
                    .map(member -> reloads.stream()
                            .filter(reload -> reload.isOf(member))
                            .findFirst()
                            .map(reload -> member.watching(reload.watches()))
                            .orElse(member))
                    .toList();
        }
    }

    /**
     * Registers this installation.
     *
     * @throws KafkaException if the topic is missing or may not be written
     */
    void register(String process) {
        write(
                settings.applicationId(),
                Json.write(new Entry(settings.applicationId(), settings.topicsPrefix(), process)));
    }

    /**
     * Registers a change of a process's watch list.
     *
     * @throws KafkaException if the topic is missing or may not be written
     */
    void register(Reload reload) {
        write(reloadKey(reload.process()), Json.write(reload));
    }

    /**
     * Forgets the changes of a process's watch list.
     *
     * @throws KafkaException if the topic is missing or may not be written
     */
    void forgetReload(String process) {
        write(reloadKey(process), null);
    }

    /** No application id holds a slash. */
    private String reloadKey(String process) {
        return settings.applicationId() + "/" + process;
    }

    private void write(String key, byte @Nullable [] value) {
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MILLIS);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<byte[], byte @Nullable []>(topic, key.getBytes(UTF_8), value))
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
     * Reads the register to its end.
     *
     * @throws KafkaException if the topic may not be read
     */
    Content read() {
        Map<String, byte[]> records = new TreeMap<>();
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
                consumer.poll(POLL).forEach(record -> put(records, new String(record.key(), UTF_8), record.value()));
            }
        }
        return content(records);
    }

    private static void put(Map<String, byte[]> records, String key, byte @Nullable [] value) {
        if (value == null) {
            records.remove(key);
        } else {
            records.put(key, value);
        }
    }

    private Content content(Map<String, byte[]> records) {
        Set<String> others = new TreeSet<>();
        List<Reload> reloads = new ArrayList<>();
        records.forEach((key, value) -> {
            if (key.startsWith(reloadKey(""))) {
                JsonNode reload = Json.tree(value);
                reloads.add(new Reload(
                        reload.path("process").asText(),
                        reload.path("startedWith").asText(),
                        reload.path("watches").asText()));
            } else if (!key.contains("/") && !key.equals(settings.applicationId())) {
                others.add(key);
            }
        });
        return new Content(others, reloads);
    }
}
