package io.armwatch.kafka;

import static io.armwatch.kafka.KafkaFutures.get;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka takes of one record. */
public final class RecordLimit {
    /** What a producer takes where it is not told otherwise: its {@code max.request.size}. */
    private static final int PRODUCER = 1024 * 1024;

    private RecordLimit() {}

    /** What the producer and each of the topics take, in bytes; of one that is not there, or cannot be looked at, nothing is known. */
    public static int of(Admin admin, Settings.Kafka settings) {
        int least = PRODUCER;
        List<ConfigResource> topics = Stream.concat(
                        Arrays.stream(Topic.values())
                                .filter(topic -> topic != Topic.DEAD_LETTERS
                                        && topic != Topic.POLLING
                                        && topic != Topic.INSTALLATIONS)
                                .map(topic -> topic.name(settings.topicsPrefix())),
                        Stream.of(ChangelogTopic.name(settings)))
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (KafkaFuture<Config> config : admin.describeConfigs(topics).values().values()) {
            least = Math.min(least, of(config));
        }
        return least;
    }

    private static int of(KafkaFuture<Config> config) {
        try {
            return Optional.ofNullable(get(config).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                    .flatMap(entry -> Optional.ofNullable(entry.value()))
                    .map(Integer::parseInt)
                    .orElse(Integer.MAX_VALUE);
        } catch (RetriableException away) {
            if (away instanceof UnknownTopicOrPartitionException) {
                return Integer.MAX_VALUE;
            }
            throw away;
        } catch (KafkaException | NumberFormatException unknown) {
            return Integer.MAX_VALUE;
        }
    }
}
