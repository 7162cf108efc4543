package io.armwatch.detection;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records when known states changed in this process. After a list was read from ARM, it shows which known states have not changed since
 * the request. A change is recorded before the state changes; a record without a change does no harm.
 */
public final class LocalStateVersions {
    private final AtomicLong clock = new AtomicLong();
    private final ConcurrentMap<String, Long> changedAt = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Long> addedAt = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, PartitionStates> partitions = new ConcurrentHashMap<>();

    /** The current moment, as a counter: later moments are larger. */
    public long now() {
        return clock.get();
    }

    /** Records that the state of a key is about to change. */
    void markChanged(String key) {
        changedAt.put(key, clock.incrementAndGet());
    }

    /** Adds the states of a partition, which this process took over or restored. */
    void addPartition(int partition, PartitionStates states) {
        addedAt.put(partition, clock.incrementAndGet());
        PartitionStates before = partitions.put(partition, states);
        if (before != null) { // references to its states must not find them any more
            before.clear();
        }
    }

    /** Removes the states of a partition before they are closed. Their changes are forgotten: {@link #hasTakenSince} covers them. */
    void removePartition(int partition, PartitionStates states) {
        partitions.remove(partition, states);
        states.keys().forEach(changedAt::remove);
    }

    /** The states of all partitions that this process holds. */
    Collection<PartitionStates> partitions() {
        return partitions.values();
    }

    /** How many keys have changed since {@link #forgetBefore} last forgot some. */
    int size() {
        return changedAt.size();
    }

    /** The states of a partition; empty if this process does not hold them. */
    Optional<PartitionStates> partition(int partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /** Whether this process took over a partition after a moment. */
    boolean hasTakenSince(int partition, long moment) {
        return addedAt.getOrDefault(partition, 0L) > moment;
    }

    /** Whether the state of a key may have changed after a moment. */
    boolean hasChangedSince(String key, int partition, long moment) {
        return changedAt.getOrDefault(key, 0L) > moment || hasTakenSince(partition, moment);
    }

    /** Forgets changes up to a moment: no caller will ask about an earlier one. */
    public void forgetBefore(long moment) {
        changedAt.entrySet().removeIf((Map.Entry<String, Long> entry) -> entry.getValue() <= moment);
    }
}
