package io.armwatch.judge;

import static io.armwatch.judge.KafkaFutures.get;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka takes of one record. */
final class RecordLimit {
    private RecordLimit() {}

    /** What the producer and each of the topics take, in bytes; of one that is not there, or not to be looked at, nothing is known. */
    static int of(Admin admin, Settings.Kafka settings) {
        int least = Integer.parseInt(
                String.valueOf(settings.client().getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "1048576")));
        List<ConfigResource> topics = Stream.concat(
                        Arrays.stream(Topic.values()).map(topic -> topic.name(settings.topicsPrefix())),
                        Stream.of(Changelog.name(settings)))
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (KafkaFuture<Config> config : admin.describeConfigs(topics).values().values()) {
            least = Math.min(least, of(config));
        }
        return least;
    }

    private static int of(KafkaFuture<Config> config) {
        try {
            return Integer.parseInt(
                    get(config).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        } catch (AuthorizationException | UnknownTopicOrPartitionException unknown) {
            return Integer.MAX_VALUE;
        }
    }
}
