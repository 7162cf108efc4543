package io.armwatch.detection;

import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaFutures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;

/** Maps each Azure subscription to the process that polls it, as the coordinator of the consumer group reports. */
public final class SubscriptionOwners {
    private final Map<Integer, GroupMember> byPartition;
    private final int partitions;
    private final boolean anyMember;

    private SubscriptionOwners(Map<Integer, GroupMember> byPartition, int partitions, boolean anyMember) {
        this.byPartition = Map.copyOf(byPartition);
        this.partitions = partitions;
        this.anyMember = anyMember;
    }

    /**
     * The process that polls an Azure subscription.
     *
     * @param process its name, for people
     * @param address host and port of its status page; empty if it has none, or is an older armwatch
     * @param watchDigest see {@link Installation#watchDigest}; empty if its client id has none
     */
    public record Owner(String process, Optional<String> address, Optional<String> watchDigest) {}

    /**
     * Reads the owners from Kafka.
     *
     * @param partitions the number of partitions of the observations topic
     * @throws KafkaException if Kafka does not describe the group
     */
    public static SubscriptionOwners of(Admin admin, Settings.Kafka settings, int partitions) {
        Map<Integer, GroupMember> byPartition = new TreeMap<>();
        List<GroupMember> members = members(admin, settings.applicationId());
        for (GroupMember member : members) {
            if (member.topicsPrefix().filter(settings.topicsPrefix()::equals).isPresent()) {
                member.partitions().forEach(partition -> byPartition.put(partition, member));
            }
        }
        return new SubscriptionOwners(byPartition, partitions, !members.isEmpty());
    }

    /** Why armwatch cannot join its group, and what to do; empty if it can or Kafka does not say. */
    static Optional<String> problem(Admin admin, Settings.Kafka settings) {
        try {
            members(admin, settings.applicationId());
            return Optional.empty();
        } catch (GroupAuthorizationException e) {
            return Optional.of("Kafka denies armwatch the group " + settings.applicationId()
                    + "; allow it, for example: kafka-acls.sh --add --allow-principal User:{name} --operation Read --operation"
                    + " Describe --group " + settings.applicationId());
        } catch (RetriableException away) {
            throw away;
        } catch (KafkaException unknown) {
            return Optional.empty();
        }
    }

    /** The live members of a group; none if the group does not exist. */
    static List<GroupMember> members(Admin admin, String group) {
        try {
            return KafkaFutures.get(requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)))
                    .members()
                    .stream()
                    .map(GroupMember::of)
                    .toList();
        } catch (GroupIdNotFoundException none) {
            return List.of();
        }
    }

    /** The process that polls an Azure subscription; empty if there is none. */
    public Optional<Owner> of(String subscriptionId) {
        return Optional.ofNullable(byPartition.get(SubscriptionPartitioner.partition(subscriptionId, partitions)))
                .map(SubscriptionOwners::owner);
    }

    private static Owner owner(GroupMember member) {
        return new Owner(member.process(), member.address(), member.watchDigest());
    }

    /** The processes that hold a partition, each once. One that waits to take over holds none. */
    public List<Owner> processes() {
        return byPartition.values().stream()
                .distinct()
                .map(SubscriptionOwners::owner)
                .toList();
    }

    /** Whether any process of the group is alive. */
    public boolean hasMembers() {
        return anyMember;
    }

    /** Whether a process of the group has ever worked on these topics. */
    public static boolean hasEverRun(Admin admin, Settings.Kafka settings) {
        String observations = Topic.OBSERVATIONS.name(settings.topicsPrefix());
        return KafkaFutures.get(
                        admin.listConsumerGroupOffsets(settings.applicationId()).partitionsToOffsetAndMetadata())
                .keySet()
                .stream()
                .anyMatch(partition -> partition.topic().equals(observations));
    }
}
