package io.armwatch.detection;

import io.armwatch.azure.ArmId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The known states of this process: those of the Azure subscriptions whose partitions it holds. A state may be visible shortly before
 * it is committed, so callers act on it only by compare-and-set.
 */
public final class KnownStates {
    private final int partitions;
    private final LocalStateVersions versions;
    private final ConcurrentMap<String, Integer> partitionOf = new ConcurrentHashMap<>();

    KnownStates(int partitions, LocalStateVersions versions) {
        this.partitions = partitions;
        this.versions = versions;
    }

    /** Thrown if this process does not hold the states of an Azure subscription, or not yet. */
    public static final class NotHereException extends Exception {
        public NotHereException() {
            super("not held by this process");
        }
    }

    /** Whether this process holds the states of an id's Azure subscription now. */
    public boolean holds(ArmId id) {
        return versions.partition(partition(id)).isPresent();
    }

    /** A reference to one known state, so that it can be read again without a lookup. */
    public interface Cell {
        /** The current state, as the same array while it does not change; null, and never again a state, once it is no longer held here. */
        byte @Nullable [] state();
    }

    /**
     * A reference to a known state; empty if there is none.
     *
     * @param id an id in the Azure subscription that the state belongs to
     * @param key the state key
     */
    public Optional<Cell> get(ArmId id, String key) throws NotHereException {
        return read(id, states -> states.get(key));
    }

    /** Reads from a partition, and discards the result if the partition was closed meanwhile. */
    private <T> T read(ArmId id, Function<PartitionStates, T> read) throws NotHereException {
        int partition = partition(id);
        var states = versions.partition(partition).orElseThrow(NotHereException::new);
        T found = read.apply(states);
        if (versions.partition(partition).filter(states::equals).isEmpty()) {
            throw new NotHereException();
        }
        return found;
    }

    private int partition(ArmId id) {
        Integer before = partitionOf.get(id.subscriptionId()); // saves the lock of computeIfAbsent
        return before != null
                ? before
                : partitionOf.computeIfAbsent(
                        id.subscriptionId(),
                        subscription -> SubscriptionPartitioner.partition(subscription, partitions));
    }

    /** Every key that this process holds, of any Azure subscription. It includes keys of deleted resources. */
    public Iterable<String> keys() {
        return () -> versions.partitions().stream()
                .flatMap(states -> StreamSupport.stream(states.keys().spliterator(), false))
                .iterator();
    }

    /** What metrics count of each known state that this process holds. */
    public Stream<StateSummary> summaries() {
        return versions.partitions().stream().flatMap(PartitionStates::summaries);
    }

    /** A number that changes whenever a key is added or removed, or gains or loses its state. */
    public long version() {
        long version = 0;
        for (PartitionStates states : versions.partitions()) {
            version = 31 * version + 7L * System.identityHashCode(states) + states.version();
        }
        return version;
    }

    /** Whether a state may have changed after a moment of {@link LocalStateVersions}. */
    public boolean hasChangedSince(ArmId id, String key, long moment) {
        return versions.hasChangedSince(key, partition(id), moment);
    }

    /** Whether this process took over an Azure subscription after a moment of {@link LocalStateVersions}. */
    public boolean hasTakenSince(ArmId id, long moment) {
        return versions.hasTakenSince(partition(id), moment);
    }

    /** The keys below an id, sorted. They include keys of deleted resources. */
    public List<String> keys(ArmId below) throws NotHereException {
        return read(below, states -> states.keys(below.key() + "/"));
    }
}
