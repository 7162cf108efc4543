package io.armwatch.detection;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The observations that were sent and are not judged yet. */
final class Backlog {
    private final Admin admin;
    private final Settings.Kafka settings;

    Backlog(Admin admin, Settings.Kafka settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** How many there are, by committed offsets. */
    long size() throws InterruptedException {
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends = ends();
            Map<TopicPartition, OffsetAndMetadata> judged = admin.listConsumerGroupOffsets(settings.applicationId())
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - offset(judged, end.getKey()))
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not say how far change detection is: " + e.getCause(), e);
        }
    }

    /** What was never judged is as long as the partition; its first record is a day old at most. */
    private static long offset(Map<TopicPartition, OffsetAndMetadata> judged, TopicPartition partition) {
        OffsetAndMetadata offset = judged.get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends() throws InterruptedException, ExecutionException {
        String topic = Topic.OBSERVATIONS.name(settings.topicsPrefix());
        var description =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        if (description != null) {
            description
                    .partitions()
                    .forEach(info -> wanted.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(wanted).all().get();
    }
}
