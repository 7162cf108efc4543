package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Chooses the partition of an observation by its Azure subscription, so that one process holds all known states of a subscription and
 * is the only one to poll it.
 */
public final class SubscriptionPartitioner implements Partitioner {
    /** The partition of an Azure subscription, the same in every process. */
    public static int partition(String subscriptionId, int partitions) {
        byte[] bytes = subscriptionId.toLowerCase(Locale.ROOT).getBytes(UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        return partition(
                subscriptionId(new String(keyBytes, UTF_8)),
                cluster.partitionsForTopic(topic).size());
    }

    /** The Azure subscription of a state key. The key of a list has a suffix, which may directly follow the subscription id. */
    private static String subscriptionId(String stateKey) {
        int list = stateKey.indexOf(Target.LIST);
        return ArmId.of(list < 0 ? stateKey : stateKey.substring(0, list)).subscriptionId();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // nothing to configure
    }

    @Override
    public void close() {
        // nothing to close
    }
}
