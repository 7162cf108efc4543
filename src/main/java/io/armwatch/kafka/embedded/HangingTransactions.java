package io.armwatch.kafka.embedded;

import io.armwatch.kafka.KafkaFutures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions whose end was lost together with the tail of a log, as {@code kafka-transactions.sh} does. Nobody else would:
 * the coordinator takes them for ended, and readers of committed records would wait for them forever.
 */
final class HangingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Set<TransactionState> OPEN = Set.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private HangingTransactions() {}

    /** Aborts them. Call it before any producer has connected. */
    static void abort(Admin admin) {
        try {
            List<AbortTransactionSpec> hanging = find(admin);
            hanging.forEach(
                    each -> KafkaFutures.get(admin.abortTransaction(each).all()));
            if (!hanging.isEmpty()) {
                LOG.warn(
                        "The end of {} transactions was lost with the ends of the logs, so Kafka now takes back what they wrote to {}."
                                + " What armwatch wrote there is found again by the next polls",
                        hanging.size(),
                        hanging.stream()
                                .map(AbortTransactionSpec::topicPartition)
                                .toList());
            }
        } catch (KafkaException e) {
            LOG.warn(
                    "It cannot be checked whether transactions hang after the ends of logs were lost: {}",
                    e.getMessage());
        }
    }

    private static List<AbortTransactionSpec> find(Admin admin) {
        Set<String> topics = KafkaFutures.get(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        List<TopicPartition> partitions =
                KafkaFutures.get(admin.describeTopics(topics).allTopicNames()).values().stream()
                        .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                                .mapToObj(number -> new TopicPartition(topic.name(), number)))
                        .toList();
        Map<Long, Set<TopicPartition>> known = known(admin);
        return KafkaFutures.get(admin.describeProducers(partitions).all()).entrySet().stream()
                .flatMap(partition -> partition.getValue().activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .filter(producer -> !known.getOrDefault(producer.producerId(), Set.of())
                                .contains(partition.getKey()))
                        .map(producer -> spec(partition.getKey(), producer)))
                .toList();
    }

    /** By producer: the partitions of the transactions that the coordinator will end by itself. */
    private static Map<Long, Set<TopicPartition>> known(Admin admin) {
        List<String> open = KafkaFutures.get(admin.listTransactions().all()).stream()
                .filter(transaction -> OPEN.contains(transaction.state()))
                .map(TransactionListing::transactionalId)
                .toList();
        return KafkaFutures.get(admin.describeTransactions(open).all()).values().stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(
                        TransactionDescription::producerId,
                        TransactionDescription::topicPartitions,
                        (one, other) -> one));
    }

    private static AbortTransactionSpec spec(TopicPartition partition, ProducerState producer) {
        return new AbortTransactionSpec(
                partition,
                producer.producerId(),
                (short) producer.producerEpoch(),
                Math.max(0, producer.coordinatorEpoch().orElse(0)));
    }
}
