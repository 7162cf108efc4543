package io.armwatch.detection;

import io.armwatch.azure.ArmId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is known in this process: the states of the Azure subscriptions whose partitions its tasks hold. May show a state
 * shortly before it is committed; whoever acts on it does so by compare-and-set.
 */
public final class KnownStates {
    private final int partitions;
    private final LocalStateVersions versions;
    private final ConcurrentMap<String, Integer> partitionOf = new ConcurrentHashMap<>();

    KnownStates(int partitions, LocalStateVersions versions) {
        this.partitions = partitions;
        this.versions = versions;
    }

    /** This process does not hold the states of that subscription, or not yet. */
    public static final class NotHereException extends Exception {
        public NotHereException() {
            super("not held by this process");
        }
    }

    /** Whether this process holds the states of an id's subscription now. */
    public boolean holds(ArmId id) {
        return versions.held(partition(id)).isPresent();
    }

    /** Where one known state stands: to look at it again, it need not be found again. */
    public interface Cell {
        /** The state now, the same array as long as it is the same state; null once it is not held any more, for good. */
        byte @Nullable [] state();
    }

    /**
     * Where a known state stands; empty where there is none.
     *
     * @param id whose subscription says where the state is
     * @param key the state key
     */
    public Optional<Cell> get(ArmId id, String key) throws NotHereException {
        return read(id, states -> states.get(key));
    }

    /** What is read while the states are being closed counts for nothing. */
    private <T> T read(ArmId id, Function<PartitionStates, T> read) throws NotHereException {
        int partition = partition(id);
        var states = versions.held(partition).orElseThrow(NotHereException::new);
        T found = read.apply(states);
        if (versions.held(partition).filter(states::equals).isEmpty()) {
            throw new NotHereException();
        }
        return found;
    }

    private int partition(ArmId id) {
        Integer before = partitionOf.get(id.subscriptionId()); // a lock less than computeIfAbsent
        return before != null
                ? before
                : partitionOf.computeIfAbsent(
                        id.subscriptionId(),
                        subscription -> SubscriptionPartitioner.partition(subscription, partitions));
    }

    /** Every key that this process holds, of any Azure subscription; one may be of a resource that is gone. */
    public Iterable<String> keys() {
        return () -> versions.held().stream()
                .flatMap(states -> StreamSupport.stream(states.keys().spliterator(), false))
                .iterator();
    }

    /** Another number than before whenever the keys have changed, or which of them have a state. */
    public long version() {
        long version = 0;
        for (PartitionStates states : versions.held()) {
            version = 31 * version + 7L * System.identityHashCode(states) + states.version();
        }
        return version;
    }

    /** Whether a state may have changed after a moment of the ledger. */
    public boolean hasChangedSince(ArmId id, String key, long moment) {
        return versions.changedSince(key, partition(id), moment);
    }

    /** Whether this process has come to hold an Azure subscription after a moment of the ledger. */
    public boolean takenSince(ArmId id, long moment) {
        return versions.takenSince(partition(id), moment);
    }

    /** The keys below an id, in their order; a key may be of a resource that is gone. */
    public List<String> keys(ArmId below) throws NotHereException {
        return read(below, states -> states.keys(below.key() + "/"));
    }
}
