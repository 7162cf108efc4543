package io.armwatch.detection;

import io.armwatch.event.Topic;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A live process of a group, as Kafka's coordinator describes it. The client id says what the process works on: the digests of its topic
 * prefix and of its watch list, see {@link #clientId}.
 *
 * @param process the process and where it runs, for people
 * @param prefixDigest of the topic prefix; empty where an older armwatch or a stranger does not say
 * @param watchDigest of the watch list and the settings that decide what is published
 * @param topicsPrefix as the partitions that it holds say; empty where it holds none
 * @param partitions of the observations that it holds
 */
record GroupMember(
        String process,
        Optional<String> prefixDigest,
        Optional<String> watchDigest,
        Optional<String> topicsPrefix,
        Set<Integer> partitions) {
    private static final Pattern CLIENT_ID = Pattern.compile("(.*)\\.p([0-9a-f]{8})\\.w([0-9a-f]{8})");
    private static final String OBSERVATIONS = Topic.OBSERVATIONS.name("");

    static String clientId(String process, String prefixDigest, String watchDigest) {
        return process + ".p" + prefixDigest + ".w" + watchDigest;
    }

    static GroupMember of(MemberDescription described) {
        String client = described.clientId().replaceFirst("-StreamThread-.*", "");
        Matcher parts = CLIENT_ID.matcher(client);
        boolean speaks = parts.matches();
        Set<TopicPartition> held = described.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().endsWith(OBSERVATIONS))
                .collect(Collectors.toSet());
        return new GroupMember(
                (speaks ? parts.group(1) : client) + " at " + described.host().replace("/", ""),
                speaks ? Optional.of(parts.group(2)) : Optional.empty(),
                speaks ? Optional.of(parts.group(3)) : Optional.empty(),
                held.stream()
                        .map(TopicPartition::topic)
                        .map(topic -> topic.substring(0, topic.length() - OBSERVATIONS.length()))
                        .findFirst(),
                held.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
    }
}
