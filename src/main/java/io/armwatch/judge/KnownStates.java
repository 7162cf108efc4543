package io.armwatch.judge;

import io.armwatch.azure.ArmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What is known in this process: the states of the Azure subscriptions whose partitions its tasks hold. May show a state
 * shortly before it is committed; whoever acts on it does so by compare-and-set.
 */
public final class KnownStates {
    private final KafkaStreams streams;
    private final Ledger ledger;
    private final AtomicReferenceArray<@Nullable ReadOnlyKeyValueStore<String, byte[]>> stores;

    KnownStates(KafkaStreams streams, int partitions, Ledger ledger) {
        this.streams = streams;
        this.ledger = ledger;
        this.stores = new AtomicReferenceArray<>(partitions);
    }

    /** This process does not hold the states of that subscription, or not yet. */
    public static final class NotHereException extends Exception {
        public NotHereException() {
            super("not held by this process");
        }

        NotHereException(Throwable cause) {
            super("not held by this process", cause);
        }
    }

    /** Whether this process holds the states of an id's subscription now. */
    public boolean holds(ArmId id) {
        try {
            get(id, id.key());
            return true;
        } catch (NotHereException e) {
            return false;
        }
    }

    /**
     * The known state as it stands in the store; the same array as long as it is the same state.
     *
     * @param id whose subscription says where the state is
     * @param key the state key
     */
    public Optional<byte[]> get(ArmId id, String key) throws NotHereException {
        int partition = SubscriptionPartitioner.partition(id.subscriptionId(), stores.length());
        try {
            return Optional.ofNullable(store(partition).get(key));
        } catch (RuntimeException moved) {
            stores.set(partition, null);
        }
        try {
            return Optional.ofNullable(store(partition).get(key));
        } catch (RuntimeException e) { // what Streams throws while it moves, starts or fails
            throw new NotHereException(e);
        }
    }

    /** Whether a state may have changed after a moment of the ledger. */
    public boolean changedSince(ArmId id, String key, long moment) {
        return ledger.changedSince(
                key, SubscriptionPartitioner.partition(id.subscriptionId(), stores.length()), moment);
    }

    /** Whether this process has come to hold an Azure subscription after a moment of the ledger. */
    public boolean takenSince(ArmId id, long moment) {
        return ledger.takenSince(SubscriptionPartitioner.partition(id.subscriptionId(), stores.length()), moment);
    }

    /** The keys below an id, in their order; a key may be of a resource that is gone. */
    public List<String> keys(ArmId below) throws NotHereException {
        int partition = SubscriptionPartitioner.partition(below.subscriptionId(), stores.length());
        List<String> keys = new ArrayList<>();
        try (var found = store(partition).prefixScan(below.key() + "/", new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
            return keys;
        } catch (RuntimeException e) {
            stores.set(partition, null);
            throw new NotHereException(e);
        }
    }

    private ReadOnlyKeyValueStore<String, byte[]> store(int partition) {
        ReadOnlyKeyValueStore<String, byte[]> store = stores.get(partition);
        if (store == null) {
            store = streams.store(StoreQueryParameters.fromNameAndType(
                            JudgeTopology.STORE, QueryableStoreTypes.<String, byte[]>keyValueStore())
                    .withPartition(partition));
            stores.set(partition, store);
        }
        return store;
    }
}
