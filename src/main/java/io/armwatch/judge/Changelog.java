package io.armwatch.judge;

import static io.armwatch.judge.KafkaFutures.get;
import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic from which what is known is restored. Streams creates it, once, and would fail for ever where it is unfit. */
final class Changelog {
    private Changelog() {}

    /** The name that Streams gives it. */
    static String name(Settings.Kafka settings) {
        return settings.applicationId() + "-" + JudgeTopology.STORE + "-changelog";
    }

    /**
     * Why it cannot be used, and what to do; empty too where it does not exist yet.
     *
     * @param partitions of the observations
     */
    static Optional<String> problem(Admin admin, Settings.Kafka settings, int partitions) {
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
        return "Topic " + name + ", from which what is known is restored, has " + found + " partitions and topic "
                + observations + " has or would get " + partitions
                + ", so that states would not be found again; create "
                + observations + " anew with " + found + " partitions (it holds a day of observations and is empty"
                + " once armwatch has judged them), or stop every armwatch that uses this armwatch.application-id and delete "
                + name + ", by which every resource is discovered anew";
    }
}
