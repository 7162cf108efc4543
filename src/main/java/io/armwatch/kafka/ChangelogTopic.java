package io.armwatch.kafka;

import static io.armwatch.kafka.KafkaFutures.get;
import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.detection.DetectionTopology;
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

/** The topic from which what is known is restored. Streams creates it, once, and would fail for ever where it is unfit. */
public final class ChangelogTopic {
    private static final Logger LOG = LoggerFactory.getLogger(ChangelogTopic.class);

    /**
     * Each scan writes a record, so the log grows while nothing changes; only closed segments are compacted, and by Kafka's defaults one
     * is closed at 1 GiB or after a week. By these, a partition holds some 16 MiB beyond what is known.
     */
    public static final Map<String, String> BOUNDS = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(8 * 1024 * 1024),
            TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Duration.ofHours(6).toMillis()),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(Duration.ofDays(1).toMillis()));

    private ChangelogTopic() {}

    /** Bounds a changelog that an earlier version created. What the user has set stays, and no right to do so is no problem. */
    static void bound(Admin admin, Settings.Kafka settings) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name(settings));
        try {
            Config config = get(requireNonNull(
                    admin.describeConfigs(List.of(topic)).values().get(topic)));
            List<AlterConfigOp> lacking = BOUNDS.entrySet().stream()
                    .filter(bound -> !isSet(config.get(bound.getKey())))
                    .map(bound -> new AlterConfigOp(
                            new ConfigEntry(bound.getKey(), bound.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            if (!lacking.isEmpty()) {
                get(admin.incrementalAlterConfigs(Map.of(topic, lacking)).all());
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
        return settings.applicationId() + "-" + DetectionTopology.STORE + "-changelog";
    }

    /**
     * Why it cannot be used, and what to do; empty too where it does not exist yet.
     *
     * @param partitions of the observations
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
                    ? uncompacted(admin, name)
                    : Optional.of(misfit(name, found, Topic.OBSERVATIONS.name(settings.topicsPrefix()), partitions));
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        } catch (AuthorizationException e) {
            return Optional.of(KafkaTopics.forbidden(name, AclOperation.DESCRIBE));
        }
    }

    /** Streams made it, and needs no right to look at its settings. */
    private static Optional<String> uncompacted(Admin admin, String name) {
        try {
            return KafkaTopics.uncompacted(admin, name);
        } catch (AuthorizationException unknown) {
            return Optional.empty();
        }
    }

    private static String misfit(String name, int found, String observations, int partitions) {
        return "Topic " + name + ", from which known states are restored, has " + found + " partitions and topic "
                + observations + " has or would get " + partitions
                + ", so known states would not be found again; create "
                + observations + " anew with " + found
                + " partitions (it holds at most a day of observations, and none once armwatch has processed "
                + "them), or stop every armwatch that uses this armwatch.application-id and delete "
                + name + "; then every resource is discovered again";
    }
}
