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

/** Kafka's size limit for one record. */
public final class RecordLimit {
    /** The default of the producer setting {@code max.request.size}. */
    private static final int PRODUCER_DEFAULT = 1024 * 1024;

    private RecordLimit() {}

    /** The smallest limit of the producer and the topics, in bytes. A topic that is missing or may not be read has none. */
    public static int of(Admin admin, Settings.Kafka settings) {
        int smallest = PRODUCER_DEFAULT;
        List<ConfigResource> topics = Stream.concat(
                        Arrays.stream(Topic.values())
                                .filter(topic -> topic != Topic.DEAD_LETTERS
                                        && topic != Topic.POLLING
                                        && topic != Topic.INSTALLATIONS
                                        && !topic.isOfSignals())
                                .map(topic -> topic.name(settings.topicsPrefix())),
                        Stream.of(ChangelogTopic.name(settings)))
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (KafkaFuture<Config> config : admin.describeConfigs(topics).values().values()) {
            smallest = Math.min(smallest, of(config));
        }
        return smallest;
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
