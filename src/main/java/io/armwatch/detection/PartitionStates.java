package io.armwatch.detection;

import io.armwatch.detection.KnownStates.Cell;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of one partition, with a hash table of its states. A state is read before each poll, and the store would search a tree for
 * it. The arrays are shared with the store.
 */
final class PartitionStates {
    private final KeyValueStore<String, byte[]> store;
    private final ConcurrentMap<String, StateCell> table = new ConcurrentHashMap<>();
    /** The keys of the table, sorted. */
    private final NavigableSet<String> keys = new ConcurrentSkipListSet<>();
    /** See {@link #version}. Written by the thread of the store only. */
    private volatile long version;

    /** Creates the table of an empty store. */
    PartitionStates(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static PartitionStates of(KeyValueStore<String, byte[]> store) {
        PartitionStates states = new PartitionStates(store);
        try (var all = store.all()) {
            all.forEachRemaining(entry -> states.index(entry.key, entry.value));
        }
        return states;
    }

    /** The state of one key. */
    private static final class StateCell implements Cell {
        private volatile byte @Nullable [] state;
        /** Null until the state was examined. */
        private volatile @Nullable StateSummary summary;

        @Override
        public byte @Nullable [] state() {
            return state;
        }
    }

    /** A reference to the state of a key. Any thread may call this. */
    Optional<Cell> get(String key) {
        return Optional.ofNullable(table.get(key));
    }

    /** The keys with a prefix, sorted. */
    List<String> keys(String prefix) {
        return List.copyOf(keys.subSet(prefix, prefix + Character.MAX_VALUE));
    }

    /** A view of all keys, sorted. */
    Iterable<String> keys() {
        return keys;
    }

    /**
     * The next keys, sorted.
     *
     * @param last the key before them; null for the first ones
     */
    List<String> keysAfter(@Nullable String last, int most) {
        return (last == null ? keys : keys.tailSet(last, false))
                .stream().limit(most).toList();
    }

    /** A counter that grows whenever a key is added or removed, or gains or loses its state. */
    long version() {
        return version;
    }

    /** Puts a state into the store. Only the thread of the store may call this. */
    void put(String key, byte[] state) {
        store.put(key, state);
        index(key, state);
    }

    /** Sets what metrics count of a key's state. Only the thread of the store may call this. */
    void summarize(String key, StateSummary summary) {
        StateCell cell = table.get(key);
        if (cell != null) {
            cell.summary = summary;
        }
    }

    /** What metrics count of each state. Any thread may call this. */
    Stream<StateSummary> summaries() {
        return table.entrySet().stream().map(each -> summary(each.getKey(), each.getValue()));
    }

    private static StateSummary summary(String key, StateCell cell) {
        StateSummary summary = cell.summary;
        byte[] state = cell.state;
        if (summary != null) {
            return summary;
        }
        return state == null || isStateless(state) ? StateSummary.NOTHING : StateSummary.unexamined(key);
    }

    /** Removes a key from the store and its changelog. Only the thread of the store may call this. */
    void remove(String key) {
        store.delete(key);
        StateCell cell = table.remove(key);
        keys.remove(key);
        if (cell != null) { // holders of the reference look the key up again
            cell.state = null;
            incrementVersion();
        }
    }

    /** Releases all states: a revived task restores its own copy. */
    void clear() {
        table.values().forEach(cell -> cell.state = null);
        table.clear();
        keys.clear();
    }

    private void index(String key, byte[] state) {
        StateCell cell = table.get(key);
        if (cell == null) {
            cell = new StateCell();
            cell.state = state;
            table.put(key, cell);
            keys.add(key);
            incrementVersion();
        } else {
            byte[] before = cell.state;
            cell.state = state;
            if (before == null || isStateless(before) != isStateless(state)) {
                incrementVersion();
            }
        }
    }

    /** Whether a known state holds no state of a resource; then it is stored as plain JSON. */
    static boolean isStateless(byte[] stored) {
        return stored.length > 0 && stored[0] == '{';
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void incrementVersion() {
        version++;
    }
}
