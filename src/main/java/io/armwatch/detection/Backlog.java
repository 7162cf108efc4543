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

/** The observations that were sent and not processed yet. */
final class Backlog {
    private final Admin admin;
    private final Settings.Kafka settings;

    Backlog(Admin admin, Settings.Kafka settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** Counts them by the committed offsets of the group. */
    long size() throws InterruptedException {
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends = endOffsets();
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(settings.applicationId())
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - offset(committed, end.getKey()))
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka does not report the offsets of change detection: " + e.getCause(), e);
        }
    }

    /** The committed offset; 0 if the group never committed, so that every record of the partition counts. */
    private static long offset(Map<TopicPartition, OffsetAndMetadata> committed, TopicPartition partition) {
        OffsetAndMetadata offset = committed.get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> endOffsets() throws InterruptedException, ExecutionException {
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
