package io.armwatch.kafka;

import static io.armwatch.kafka.KafkaFutures.get;
import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the topics in Kafka, and creates those that are missing. */
public final class KafkaTopics {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
    private static final int CHECKS = 100;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration ONE_DAY = Duration.ofDays(1);

    private final Admin admin;
    private final Settings.Kafka settings;

    public KafkaTopics(Admin admin, Settings.Kafka settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * One topic as found.
     *
     * @param partitions empty if it does not exist
     * @param problem why it cannot be used, and what to do
     */
    public record Finding(String name, OptionalInt partitions, Optional<String> problem) {
        /** Whether it does not exist, and no problem is known that prevents its creation. */
        public boolean isToBeCreated() {
            return partitions.isEmpty() && problem.isEmpty();
        }
    }

    /** A topic that cannot be used. The message says what to do. */
    public static final class UnusableTopicException extends Exception {
        public UnusableTopicException(String message) {
            super(message);
        }
    }

    /**
     * Checks every topic and changes nothing. A missing right counts as a problem, even one without which armwatch only warns.
     *
     * @throws RetriableException if Kafka cannot be reached
     */
    public Map<Topic, Finding> inspect() {
        return inspect(KafkaTopics::wantedRights);
    }

    private Map<Topic, Finding> inspect(Function<Topic, Stream<AclOperation>> rights) {
        Map<Topic, Finding> findings = new EnumMap<>(Topic.class);
        var described = admin.describeTopics(
                        topics().map(this::name).toList(),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        topics().forEach(topic ->
                findings.put(topic, finding(topic, requireNonNull(described.get(name(topic))), rights.apply(topic))));
        return findings;
    }

    /** The topics that these settings need. */
    private Stream<Topic> topics() {
        return Arrays.stream(Topic.values()).filter(topic -> settings.signals() || !topic.isOfSignals());
    }

    /**
     * Checks the topics and creates the missing ones.
     *
     * @throws UnusableTopicException if a topic cannot be used or created
     * @throws RetriableException if Kafka cannot be reached
     */
    public Ready ensure() throws UnusableTopicException {
        List<String> problems = new ArrayList<>();
        Map<Topic, Finding> findings = inspect(KafkaTopics::requiredRights);
        findings.forEach((topic, finding) -> {
            if (topic != Topic.INSTALLATIONS) {
                finding.problem().ifPresent(problems::add);
            }
        });
        int partitions =
                requireNonNull(findings.get(Topic.OBSERVATIONS)).partitions().orElse(settings.partitions());
        ChangelogTopic.problem(admin, settings, partitions).ifPresent(problems::add);
        if (problems.isEmpty()) {
            findings.forEach((topic, finding) -> {
                if (finding.partitions().isEmpty() && topic != Topic.INSTALLATIONS) {
                    create(topic).ifPresent(problems::add);
                }
            });
        }
        if (!problems.isEmpty()) {
            throw new UnusableTopicException(String.join(System.lineSeparator(), problems));
        }
        createInstallations(findings);
        awaitCreated(findings);
        ChangelogTopic.boundSize(admin, settings);
        if (partitions < settings.partitions()) {
            LOG.warn(
                    "Topic {} has {} partitions, not the {} of armwatch.topics.partitions: at most {} processes can "
                            + "share the work. To have more, use another armwatch.topics.prefix and armwatch.application-id; "
                            + "partitions cannot be added to a topic with known states",
                    name(Topic.OBSERVATIONS),
                    partitions,
                    settings.partitions(),
                    partitions);
        }
        return new Ready(partitions, RecordLimit.of(admin, settings));
    }

    /** Creates the topic of installations. Without it armwatch works, but does not detect another installation on the same topics. */
    private void createInstallations(Map<Topic, Finding> findings) {
        if (requireNonNull(findings.get(Topic.INSTALLATIONS)).partitions().isEmpty()) {
            create(Topic.INSTALLATIONS)
                    .ifPresent(problem -> LOG.warn(
                            "{}. Until then armwatch does not notice another installation that uses the same topics",
                            problem));
        }
    }

    /**
     * The topics, ready to use.
     *
     * @param partitions the number of partitions of the observations topic
     * @param largestRecord the size limit for one record of the topics and the producer, in bytes
     */
    public record Ready(int partitions, int largestRecord) {}

    /**
     * Creates a topic that is not one of armwatch's, if it does not exist.
     *
     * @return whether it was created
     * @throws UnusableTopicException if it may not be seen or created
     */
    public boolean ensure(String topic, int partitions) throws UnusableTopicException {
        return ensure(topic, partitions, Map.of());
    }

    /**
     * Creates a topic likewise, with settings.
     *
     * @throws UnusableTopicException if it may not be seen or created
     */
    public boolean ensure(String topic, int partitions, Map<String, String> configs) throws UnusableTopicException {
        try {
            if (exists(topic)) {
                return false;
            }
            NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(configs);
            get(admin.createTopics(List.of(wanted)).all());
            for (int i = 0; !exists(topic); i++) {
                if (i == CHECKS) {
                    throw new TimeoutException("topic " + topic + ", which armwatch created, is not there yet");
                }
                LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
            }
            return true;
        } catch (TopicExistsException another) {
            return false;
        } catch (AuthorizationException e) {
            throw new UnusableTopicException(
                    "Topic " + topic + " does not exist, and armwatch may not create it; create it with " + partitions
                            + " partitions, or allow Describe and Create on it");
        }
    }

    private boolean exists(String topic) {
        try {
            get(requireNonNull(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
            return true;
        } catch (UnknownTopicOrPartitionException missing) {
            return false;
        }
    }

    /** Why a topic cannot be written, and what to do. */
    public static String writeDeniedText(String topic) {
        return deniedText(topic, AclOperation.WRITE);
    }

    /** Waits until the brokers know the topics that were just created: Streams must not start before. */
    private void awaitCreated(Map<Topic, Finding> before) {
        boolean known = areCreated(before);
        for (int i = 0; !known; i++) {
            if (i == CHECKS) {
                throw new TimeoutException("the topics that armwatch created are not there yet");
            }
            LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
            known = areCreated(inspect(KafkaTopics::requiredRights));
        }
    }

    private static boolean areCreated(Map<Topic, Finding> findings) {
        return findings.entrySet().stream()
                .filter(entry -> entry.getKey() != Topic.INSTALLATIONS)
                .allMatch(entry -> entry.getValue().partitions().isPresent());
    }

    private String name(Topic topic) {
        return topic.name(settings.topicsPrefix());
    }

    private Finding finding(Topic topic, KafkaFuture<TopicDescription> described, Stream<AclOperation> rights) {
        try {
            int partitions = get(described).partitions().size();
            Optional<String> problem = deniedRight(topic, get(described), rights)
                    .or(() -> topic == Topic.KNOWN_STATES || topic == Topic.PAUSED_SOURCES
                            ? compactionProblem(name(topic))
                            : Optional.empty());
            return new Finding(name(topic), OptionalInt.of(partitions), problem);
        } catch (UnknownTopicOrPartitionException missing) {
            return new Finding(name(topic), OptionalInt.empty(), Optional.empty());
        } catch (AuthorizationException e) {
            return new Finding(
                    name(topic), OptionalInt.empty(), Optional.of(deniedText(name(topic), AclOperation.DESCRIBE)));
        }
    }

    /** The rights without which armwatch cannot start. */
    private static Stream<AclOperation> requiredRights(Topic topic) {
        return switch (topic) {
            case OBSERVATIONS, PAUSED_SOURCES -> Stream.of(AclOperation.READ, AclOperation.WRITE);
            case SIGNALS -> Stream.of(AclOperation.READ);
            default -> Stream.of(AclOperation.WRITE);
        };
    }

    /**
     * The required rights, and others without which something is lacking: rows of deleted resources stay after a loss of state, other
     * installations are not detected, the management API writes no signals.
     */
    private static Stream<AclOperation> wantedRights(Topic topic) {
        return switch (topic) {
            case KNOWN_STATES, INSTALLATIONS -> Stream.concat(requiredRights(topic), Stream.of(AclOperation.READ));
            case SIGNALS -> Stream.concat(requiredRights(topic), Stream.of(AclOperation.WRITE));
            default -> requiredRights(topic);
        };
    }

    /** The first right that armwatch lacks, as a sentence; empty if it has all, or Kafka does not report rights. */
    private Optional<String> deniedRight(Topic topic, TopicDescription described, Stream<AclOperation> rights) {
        Set<AclOperation> allowed =
                Optional.ofNullable(described.authorizedOperations()).orElse(Set.of());
        return rights.filter(operation -> !allowed.isEmpty() && !allowed.contains(operation))
                .map(operation -> deniedText(name(topic), operation))
                .findFirst();
    }

    private Optional<String> compactionProblem(String topic) {
        try {
            return compactionProblem(admin, topic);
        } catch (AuthorizationException e) {
            return Optional.of(deniedText(topic, AclOperation.DESCRIBE_CONFIGS));
        }
    }

    /**
     * Why a topic would lose known states, and what to do; empty if it is compacted.
     *
     * @throws AuthorizationException if its settings may not be read
     */
    static Optional<String> compactionProblem(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String policy = Optional.ofNullable(get(requireNonNull(admin.describeConfigs(List.of(resource))
                                .values()
                                .get(resource)))
                        .get(TopicConfig.CLEANUP_POLICY_CONFIG))
                .map(entry -> String.valueOf(entry.value()))
                .orElse(TopicConfig.CLEANUP_POLICY_COMPACT); // the broker does not report it
        return policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? Optional.empty()
                : Optional.of("Topic " + topic + " has cleanup.policy=" + policy
                        + " and would lose what it holds; set it to compact: kafka-configs.sh --alter --entity-type topics --entity-name "
                        + topic + " --add-config cleanup.policy=compact");
    }

    private Optional<String> create(Topic topic) {
        int partitions = topic == Topic.INSTALLATIONS || topic == Topic.PAUSED_SOURCES ? 1 : settings.partitions();
        NewTopic wanted = new NewTopic(name(topic), Optional.of(partitions), Optional.empty()).configs(configs(topic));
        try {
            get(admin.createTopics(List.of(wanted)).all());
            return Optional.empty();
        } catch (TopicExistsException another) {
            return Optional.empty();
        } catch (AuthorizationException e) {
            return Optional.of("Topic " + name(topic) + " is missing and armwatch may not create it; create it with "
                    + partitions + (partitions == 1 ? " partition" : " partitions")
                    + (isCompacted(topic) ? " and cleanup.policy=compact" : "")
                    + ", or allow Create on it");
        } catch (RetriableException e) {
            throw e;
        } catch (org.apache.kafka.common.KafkaException e) {
            if (noBrokerIsUp(e)) {
                throw new TimeoutException("Topic " + name(topic) + " cannot be created yet: " + e.getMessage());
            }
            return Optional.of("Topic " + name(topic) + " cannot be created: " + e.getMessage());
        }
    }

    private Map<String, String> configs(Topic topic) {
        Map<String, String> configs = new HashMap<>();
        if (isCompacted(topic)) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            boolean brief = topic == Topic.OBSERVATIONS || topic == Topic.SIGNALS;
            Duration retention = brief ? ONE_DAY : settings.retention();
            configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        }
        if (topic.isOfSignals()) { // one clock for all who write: the latest signal about a source counts
            configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        return configs;
    }

    /** While brokers start, the controller knows them already, but gives them no partitions; Kafka does not call that retriable. */
    static boolean noBrokerIsUp(org.apache.kafka.common.KafkaException e) {
        return e instanceof InvalidReplicationFactorException
                && String.valueOf(e.getMessage()).contains("fenced");
    }

    private static boolean isCompacted(Topic topic) {
        return topic == Topic.KNOWN_STATES || topic == Topic.INSTALLATIONS || topic == Topic.PAUSED_SOURCES;
    }

    /** The sentence for a denied right, with the operation in the spelling of kafka-acls.sh: {@code DescribeConfigs}. */
    static String deniedText(String topic, AclOperation operation) {
        String name = SecurityUtils.operationName(operation);
        return "Kafka does not allow armwatch " + name + " on topic " + topic
                + "; allow it, for example: kafka-acls.sh --add --allow-principal User:{name} --operation " + name
                + " --topic " + topic;
    }
}
