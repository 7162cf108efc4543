package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.DirectoryId;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.placement.ClusterDescriber;
import org.apache.kafka.metadata.placement.PlacementSpec;
import org.apache.kafka.metadata.placement.StripedReplicaPlacer;
import org.apache.kafka.metadata.placement.UsableBroker;
import org.junit.jupiter.api.Test;

/** What Kafka's controller says when it can place no partition. */
class KafkaTopicsTest {
    private static KafkaException refusal(int replicas, boolean fenced) {
        ClusterDescriber oneBroker = new ClusterDescriber() {
            @Override
            public Iterator<UsableBroker> usableBrokers() {
                return List.of(new UsableBroker(0, Optional.empty(), fenced)).iterator();
            }

            @Override
            public Uuid defaultDir(int brokerId) {
                return DirectoryId.MIGRATING;
            }
        };
        return catchThrowableOfType(
                KafkaException.class,
                () -> new StripedReplicaPlacer(new Random(1))
                        .place(new PlacementSpec(0, 1, (short) replicas), oneBroker));
    }

    @Test
    void armwatch_waits_while_no_broker_is_up_yet() {
        assertThat(KafkaTopics.noBrokerIsUp(refusal(1, true))).isTrue();
    }

    @Test
    void too_few_brokers_for_the_replication_factor_is_a_problem_that_waiting_does_not_mend() {
        assertThat(KafkaTopics.noBrokerIsUp(refusal(3, false))).isFalse();
    }
}
