package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionPartitionerTest {
    private static final String SUBSCRIPTION = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final int PARTITIONS = 12;

    private static int chosen(String key) {
        Node node = new Node(1, "localhost", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new PartitionInfo("azure.observations", i, node, new Node[] {node}, new Node[] {node}))
                .toList();
        Cluster cluster =
                new Cluster("cluster", List.of(node), partitions, Collections.emptySet(), Collections.emptySet());
        try (SubscriptionPartitioner partitioner = new SubscriptionPartitioner()) {
            return partitioner.partition("azure.observations", key, key.getBytes(UTF_8), "", new byte[0], cluster);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/resourceGroups/rg1",
                "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/sha1-0a",
                "/resourceGroups/Größe/providers/Microsoft.Maps/accounts/a",
                "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/a/subscriptions/s/listsecrets",
                "/providers/Microsoft.Batch/batchAccounts"
            })
    void every_key_of_a_subscription_has_its_partition_whatever_the_casing(String rest) {
        int partition = SubscriptionPartitioner.partition(SUBSCRIPTION, PARTITIONS);

        assertThat(chosen("/subscriptions/" + SUBSCRIPTION + rest)).isEqualTo(partition);
        assertThat(chosen(("/subscriptions/" + SUBSCRIPTION + rest).toUpperCase(Locale.ROOT)))
                .isEqualTo(partition);
    }

    /** Another partition for a subscription would part it from its known states: this number never changes. */
    @Test
    void the_partition_of_a_subscription_is_for_ever() {
        assertThat(SubscriptionPartitioner.partition(SUBSCRIPTION, PARTITIONS)).isEqualTo(5);
    }

    @Test
    void subscriptions_spread_over_the_partitions() {
        Map<Integer, Long> counts = LongStream.range(0, 1200)
                .mapToObj(i -> new UUID(i * 0x9E3779B97F4A7C15L, i).toString())
                .map(subscription -> SubscriptionPartitioner.partition(subscription, PARTITIONS))
                .collect(groupingBy(partition -> partition, counting()));

        assertThat(counts).hasSize(PARTITIONS);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 140L));
    }
}
