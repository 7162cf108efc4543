package io.armwatch.detection;

import io.armwatch.detection.KnownStates.Cell;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of one partition, and a table of what it holds: what is known is read before each poll, and the store would look
 * through a tree of bytes for it. The arrays are the store's own.
 */
final class PartitionStates {
    private final KeyValueStore<String, byte[]> store;
    private final ConcurrentMap<String, Place> table = new ConcurrentHashMap<>();
    /** Those of the table, in their order. */
    private final NavigableSet<String> keys = new ConcurrentSkipListSet<>();
    /** Counts what {@link #version} says; written by the store's own thread only. */
    private volatile long version;

    /** Of an empty store. */
    PartitionStates(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static PartitionStates of(KeyValueStore<String, byte[]> store) {
        PartitionStates states = new PartitionStates(store);
        try (var all = store.all()) {
            all.forEachRemaining(entry -> states.note(entry.key, entry.value));
        }
        return states;
    }

    /** Where the state of one key stands. */
    private static final class Place implements Cell {
        private volatile byte @Nullable [] state;

        @Override
        public byte @Nullable [] state() {
            return state;
        }
    }

    /** Where what is known of a key stands; from any thread. */
    Optional<Cell> get(String key) {
        return Optional.ofNullable(table.get(key));
    }

    /** The keys with a prefix, in their order. */
    List<String> keys(String prefix) {
        return List.copyOf(keys.subSet(prefix, prefix + Character.MAX_VALUE));
    }

    /** All keys: a view, so that nothing is copied to look through them. */
    Iterable<String> keys() {
        return keys;
    }

    /** Grows whenever a key is added or removed, and whenever one loses its state or has one again. */
    long version() {
        return version;
    }

    /** Puts a state into the store; by its own thread. */
    void put(String key, byte[] state) {
        store.put(key, state);
        note(key, state);
    }

    /** Removes a key from the store and its changelog; by the store's own thread. */
    void remove(String key) {
        store.delete(key);
        Place place = table.remove(key);
        keys.remove(key);
        if (place != null) { // whoever holds it looks for the key again
            place.state = null;
            grow();
        }
    }

    /** Lets go of all: a task that is revived restores beside what this holds. */
    void clear() {
        table.values().forEach(place -> place.state = null);
        table.clear();
        keys.clear();
    }

    private void note(String key, byte[] state) {
        Place place = table.get(key);
        if (place == null) {
            place = new Place();
            place.state = state;
            table.put(key, place);
            keys.add(key);
            grow();
        } else {
            byte[] before = place.state;
            place.state = state;
            if (before == null || isStateless(before) != isStateless(state)) {
                grow();
            }
        }
    }

    /** Whether what is stored holds no state of a resource: it is stored as the JSON that it is. */
    private static boolean isStateless(byte[] stored) {
        return stored.length > 0 && stored[0] == '{';
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void grow() {
        version++;
    }
}
