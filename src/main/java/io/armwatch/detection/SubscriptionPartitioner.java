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
 * Chooses the partition of an observation by its Azure subscription, so that one process holds all that is known of a
 * subscription and polls it alone.
 */
public final class SubscriptionPartitioner implements Partitioner {
    /** The partition of a subscription, the same in every process. */
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

    /** The subscription of a state key; a list's has a suffix, and the list of all in a subscription has it right behind that. */
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
