package io.armwatch.detection;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When known states changed in this process, so that whoever asked ARM for many resources at once can tell afterwards which of
 * them are known as they were when it asked. Each entry is made before the state changes: an entry without a change does no harm.
 */
public final class LocalStateVersions {
    private final AtomicLong clock = new AtomicLong();
    private final ConcurrentMap<String, Long> changed = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Long> taken = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, PartitionStates> held = new ConcurrentHashMap<>();

    /** A moment; later ones are larger. */
    public long now() {
        return clock.get();
    }

    /** The state of a key is about to change. */
    void change(String key) {
        changed.put(key, clock.incrementAndGet());
    }

    /** This process holds the states of a partition from now on, which it did not hold or has restored. */
    void take(int partition, PartitionStates states) {
        taken.put(partition, clock.incrementAndGet());
        PartitionStates before = held.put(partition, states);
        if (before != null) { // whoever looks at a state of it again must not find that
            before.clear();
        }
    }

    /** These states are about to be closed. When they changed is of no use here any more: {@link #takenSince} says more. */
    void leave(int partition, PartitionStates states) {
        held.remove(partition, states);
        states.keys().forEach(changed::remove);
    }

    /** The states of all partitions that this process holds. */
    Collection<PartitionStates> held() {
        return held.values();
    }

    /** How many keys have changed since {@link #forgetBefore} last forgot some. */
    int size() {
        return changed.size();
    }

    /** The states of a partition, where this process holds them. */
    Optional<PartitionStates> held(int partition) {
        return Optional.ofNullable(held.get(partition));
    }

    /** Whether this process has taken a partition after a moment. */
    boolean takenSince(int partition, long moment) {
        return taken.getOrDefault(partition, 0L) > moment;
    }

    /** Whether the state of a key may have changed after a moment. */
    boolean changedSince(String key, int partition, long moment) {
        return changed.getOrDefault(key, 0L) > moment || takenSince(partition, moment);
    }

    /** Forgets what happened up to a moment: nobody will ask about an earlier one. */
    public void forgetBefore(long moment) {
        changed.entrySet().removeIf((Map.Entry<String, Long> entry) -> entry.getValue() <= moment);
    }
}
