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
 * A live process of a group, as Kafka's coordinator describes it. Its client id holds the address of its status page, digests of its
 * topic prefix and of its watch list, and the format of its known states, see {@link #clientId}.
 *
 * @param process the process and its host, for people
 * @param address host and port of its status page; empty if it has none, or for an older armwatch
 * @param prefixDigest digest of the topic prefix; empty for an older armwatch or another program
 * @param watchDigest digest of the watch list and of the settings that decide what is published
 * @param format the {@link #FORMAT} of its known states; 1 for an armwatch that does not state it
 * @param topicsPrefix the prefix of the topics whose partitions it holds; empty if it holds none
 * @param partitions the partitions of the observations topic that it holds
 */
record GroupMember(
        String process,
        Optional<String> address,
        Optional<String> prefixDigest,
        Optional<String> watchDigest,
        int format,
        Optional<String> topicsPrefix,
        Set<Integer> partitions) {
    /**
     * The format of known states and observations. It grows when an older armwatch could not work beside a newer one: it would take a
     * property that it does not know for one that is gone.
     */
    static final int FORMAT = 2;

    private static final Pattern CLIENT_ID =
            Pattern.compile("(.*?)(?:@([^@]*?))?(?:\\.f([0-9]{1,4}))?\\.p([0-9a-f]{8})\\.w([0-9a-f]{8})");
    private static final String OBSERVATIONS = Topic.OBSERVATIONS.name("");

    /** The client id. The address is a part that an older armwatch takes for the name of the process. */
    static String clientId(String process, Optional<String> address, String prefixDigest, String watchDigest) {
        return process + address.map(at -> "@" + at).orElse("") + ".f" + FORMAT + ".p" + prefixDigest + ".w"
                + watchDigest;
    }

    static GroupMember of(MemberDescription described) {
        String client = described.clientId().replaceFirst("-StreamThread-.*", "");
        Matcher parts = CLIENT_ID.matcher(client);
        boolean isArmwatch = parts.matches();
        Set<TopicPartition> observations = described.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().endsWith(OBSERVATIONS))
                .collect(Collectors.toSet());
        return new GroupMember(
                (isArmwatch ? parts.group(1) : client) + " at "
                        + described.host().replace("/", ""),
                isArmwatch ? Optional.ofNullable(parts.group(2)) : Optional.empty(),
                isArmwatch ? Optional.of(parts.group(4)) : Optional.empty(),
                isArmwatch ? Optional.of(parts.group(5)) : Optional.empty(),
                isArmwatch && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 1,
                observations.stream()
                        .map(TopicPartition::topic)
                        .map(topic -> topic.substring(0, topic.length() - OBSERVATIONS.length()))
                        .findFirst(),
                observations.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
    }
}
