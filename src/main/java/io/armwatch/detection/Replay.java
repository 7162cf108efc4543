package io.armwatch.detection;

import static io.armwatch.kafka.KafkaFutures.get;
import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.Json;
import io.armwatch.change.Labels;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.event.Events;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.kafka.RecordSender;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes the rows of {@code azure.known-states} as {@code resource.discovered} to a topic that a consumer names: with the keys, the
 * envelope and the content mode of the event topics, all of them in one transaction where Kafka has transactions.
 */
public final class Replay {
    /** The longest time that the transaction may take. Kafka's brokers allow 15 minutes by default. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final int TRANSACTION_MILLIS = 5 * 60_000;

    private final Settings.Kafka settings;
    private final String topic;

    /**
     * Prepares a replay.
     *
     * @throws IllegalArgumentException if the name cannot be that of a consumer's topic
     */
    public Replay(Settings.Kafka settings, String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.matches("\\.{1,2}")) {
            throw new IllegalArgumentException("is not the name of a topic; expected 1 to 249 letters, digits, . _ -");
        }
        if (topic.startsWith("__")) {
            throw new IllegalArgumentException("is one of Kafka's own topics; name a topic of the consumer");
        }
        if (topic.startsWith(settings.topicsPrefix() + ".") || topic.startsWith(settings.applicationId() + "-")) {
            throw new IllegalArgumentException(
                    "is one of armwatch's own topics, which begin with " + settings.topicsPrefix() + ". and "
                            + settings.applicationId() + "-; name a topic of the consumer");
        }
        this.settings = settings;
        this.topic = topic;
    }

    /**
     * What was done.
     *
     * @param createdWith the number of partitions of the topic, if it did not exist
     * @param written how many known states were written
     * @param foreign how many records of the topic of known states were left out, because armwatch did not write them
     */
    public record Result(Optional<Integer> createdWith, int written, int foreign) {}

    /**
     * Writes the known states.
     *
     * @throws UnusableTopicException if a topic is missing and may not be created, or may not be used
     * @throws KafkaException if Kafka is unavailable; then nothing is written, or, without transactions, a part
     */
    public Result run() throws UnusableTopicException {
        try (Admin admin = KafkaClients.admin(settings)) {
            int partitions = partitions(admin);
            Map<String, byte[]> rows = new TreeMap<>(PublicStateReader.read(settings, key -> true, true));
            List<CloudEvent> events = events(rows);
            boolean created = new KafkaTopics(admin, settings).ensure(topic, partitions);
            write(events);
            return new Result(
                    Optional.of(partitions).filter(same -> created), events.size(), rows.size() - events.size());
        }
    }

    /** The partitions of the event topics: with as many, a topic has the records of a resource in the same partition. */
    private int partitions(Admin admin) throws UnusableTopicException {
        String events = Topic.RESOURCE_CHANGES.name(settings.topicsPrefix());
        try {
            return get(requireNonNull(admin.describeTopics(List.of(events))
                            .topicNameValues()
                            .get(events)))
                    .partitions()
                    .size();
        } catch (UnknownTopicOrPartitionException missing) {
            throw new UnusableTopicException("Kafka at " + settings.brokers() + " does not have the topics "
                    + settings.topicsPrefix() + ".* yet; armwatch run creates them");
        }
    }

    private static List<CloudEvent> events(Map<String, byte[]> rows) {
        List<CloudEvent> events = new ArrayList<>();
        rows.forEach((key, value) -> event(key, value).ifPresent(events::add));
        return events;
    }

    /** The event of a row; empty if armwatch did not write it. */
    static Optional<CloudEvent> event(String key, byte[] value) {
        try {
            PublicState state = Json.read(value, PublicState.class);
            ArmId id = ArmId.of(state.resourceId());
            if (!key.startsWith(id.key()) || !state.state().isObject()) {
                return Optional.empty();
            }
            return Optional.of(Events.replayed(new DetectedChange(
                    new Target(state.source(), id, key.substring(id.key().length())),
                    state.incarnation().orElse(state.observedAt()),
                    state.revision(),
                    state.observedAt(),
                    Optional.empty(),
                    new Labels(state.location(), state.tags()).orElse(Labels.of(state.state())),
                    new ResourceDiscovered(state.state()))));
        } catch (IOException | RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private void write(List<CloudEvent> events) throws UnusableTopicException {
        try (KafkaProducer<String, CloudEvent> producer =
                new KafkaProducer<>(config(), new StringSerializer(), DetectionTopology.eventSerializer(settings))) {
            sendAll(producer, events);
        } catch (ProducerFencedException another) {
            throw new KafkaException(
                    "another armwatch replay of this installation runs; wait until it has ended", another);
        } catch (TopicAuthorizationException denied) {
            throw new UnusableTopicException(KafkaTopics.writeDeniedText(topic));
        } catch (AuthorizationException denied) {
            throw new UnusableTopicException("Kafka does not allow armwatch the transaction " + transaction()
                    + "; allow it, for example: kafka-acls.sh --add --allow-principal User:{name} --operation Describe"
                    + " --operation Write --transactional-id " + settings.applicationId()
                    + " --resource-pattern-type prefixed");
        }
    }

    private void sendAll(KafkaProducer<String, CloudEvent> producer, List<CloudEvent> events) {
        try {
            if (settings.exactlyOnce()) {
                producer.initTransactions();
                producer.beginTransaction();
                send(producer, events);
                producer.commitTransaction();
            } else {
                send(producer, events);
            }
        } catch (RuntimeException e) {
            producer.close(CLOSE_TIMEOUT); // without a limit it waits for the broker to abort the transaction
            throw e;
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = KafkaClients.common(settings);
        if (settings.exactlyOnce()) {
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transaction());
            config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        }
        return config;
    }

    private String transaction() {
        return settings.applicationId() + "-replay";
    }

    private void send(KafkaProducer<String, CloudEvent> producer, List<CloudEvent> events) {
        RecordSender.sendAll(
                producer,
                events.stream()
                        .map(event -> new ProducerRecord<>(
                                topic, String.valueOf(event.getExtension(Events.PARTITION_KEY)), event)));
    }
}
