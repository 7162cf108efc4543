package io.armwatch.judge;

import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;

/** Which process polls which Azure subscription, as the coordinator of their group knows it. */
public final class Owners {
    private final Map<Integer, String> byPartition;
    private final int partitions;

    private Owners(Map<Integer, String> byPartition, int partitions) {
        this.byPartition = Map.copyOf(byPartition);
        this.partitions = partitions;
    }

    /**
     * Asks Kafka.
     *
     * @param partitions of the observations
     * @throws KafkaException where it does not tell
     */
    public static Owners of(Admin admin, Settings.Kafka settings, int partitions) {
        Map<Integer, String> byPartition = new TreeMap<>();
        String observations = Topic.OBSERVATIONS.name(settings.topicsPrefix());
        for (MemberDescription member : members(admin, settings.applicationId())) {
            member.assignment().topicPartitions().stream()
                    .filter(partition -> partition.topic().equals(observations))
                    .forEach(partition -> byPartition.put(partition.partition(), name(member)));
        }
        return new Owners(byPartition, partitions);
    }

    /** Why armwatch cannot be a member of its group, and what to do. */
    static Optional<String> problem(Admin admin, Settings.Kafka settings) {
        try {
            members(admin, settings.applicationId());
            return Optional.empty();
        } catch (GroupAuthorizationException e) {
            return Optional.of("Kafka does not allow armwatch the group " + settings.applicationId()
                    + "; allow it, for example: kafka-acls.sh --add --allow-principal User:{name} --operation READ --operation"
                    + " DESCRIBE --group " + settings.applicationId());
        } catch (RetriableException away) {
            throw away;
        } catch (KafkaException untold) {
            return Optional.empty();
        }
    }

    private static Iterable<MemberDescription> members(Admin admin, String group) {
        try {
            return KafkaFutures.get(requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)))
                    .members();
        } catch (GroupIdNotFoundException none) {
            return List.of();
        }
    }

    /** A client's id less what Streams puts behind it, and where it is. */
    private static String name(MemberDescription member) {
        return member.clientId().replaceFirst("-StreamThread-.*", "") + " at "
                + member.host().replace("/", "");
    }

    /** The process that polls an Azure subscription; empty where none does. */
    public Optional<String> of(String subscriptionId) {
        return Optional.ofNullable(byPartition.get(SubscriptionPartitioner.partition(subscriptionId, partitions)));
    }
}
