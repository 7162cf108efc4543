package io.armwatch.kafka;

import static io.armwatch.kafka.KafkaFutures.get;
import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changelog topic, from which the known states are restored. Streams creates it, and fails forever if it does not fit. */
public final class ChangelogTopic {
    /** The store of the known states, by state key. Never change it: the name of the changelog topic contains it. */
    public static final String STORE = "known-states";

    private static final Logger LOG = LoggerFactory.getLogger(ChangelogTopic.class);

    /**
     * Settings that bound its size. Each scan writes a record, so the log grows even if nothing changes. Kafka compacts closed segments
     * only, and by default closes one at 1 GiB or after a week. With these settings a partition has about 16 MiB besides the known states.
     */
    public static final Map<String, String> BOUNDS = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(8 * 1024 * 1024),
            TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Duration.ofHours(6).toMillis()),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(Duration.ofDays(1).toMillis()));

    private ChangelogTopic() {}

    /** Bounds a changelog that an earlier version created. Settings of the user stay, and a missing right is ignored. */
    static void boundSize(Admin admin, Settings.Kafka settings) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name(settings));
        try {
            Config config = get(requireNonNull(
                    admin.describeConfigs(List.of(topic)).values().get(topic)));
            List<AlterConfigOp> missing = BOUNDS.entrySet().stream()
                    .filter(bound -> !isSet(config.get(bound.getKey())))
                    .map(bound -> new AlterConfigOp(
                            new ConfigEntry(bound.getKey(), bound.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            if (!missing.isEmpty()) {
                get(admin.incrementalAlterConfigs(Map.of(topic, missing)).all());
            }
        } catch (KafkaException e) {
            LOG.debug("The changelog {} is left as it is", topic.name(), e);
        }
    }

    private static boolean isSet(@Nullable ConfigEntry entry) {
        return entry != null && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }

    /** The name that Streams gives it. */
    public static String name(Settings.Kafka settings) {
        return settings.applicationId() + "-" + STORE + "-changelog";
    }

    /**
     * Why it cannot be used, and what to do; empty if it can, or does not exist yet.
     *
     * @param partitions the number of partitions of the observations topic
     */
    public static Optional<String> problem(Admin admin, Settings.Kafka settings, int partitions) {
        String name = name(settings);
        try {
            int found = get(requireNonNull(admin.describeTopics(List.of(name))
                            .topicNameValues()
                            .get(name)))
                    .partitions()
                    .size();
            return found == partitions
                    ? compactionProblem(admin, name)
                    : Optional.of(
                            mismatchText(name, found, Topic.OBSERVATIONS.name(settings.topicsPrefix()), partitions));
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        } catch (AuthorizationException e) {
            return Optional.of(KafkaTopics.deniedText(name, AclOperation.DESCRIBE));
        }
    }

    /** Skips the check without the right to read the settings: Streams created the topic and does not need that right. */
    private static Optional<String> compactionProblem(Admin admin, String name) {
        try {
            return KafkaTopics.compactionProblem(admin, name);
        } catch (AuthorizationException unknown) {
            return Optional.empty();
        }
    }

    private static String mismatchText(String name, int found, String observations, int partitions) {
        return "Topic " + name + ", from which known states are restored, has " + found + " partitions and topic "
                + observations + " has or would get " + partitions
                + ", so known states would not be found again; create "
                + observations + " again with " + found
                + " partitions (it holds at most a day of observations, and none once armwatch has processed "
                + "them), or stop every armwatch that uses this armwatch.application-id and delete "
                + name + "; then every resource is discovered again";
    }
}
