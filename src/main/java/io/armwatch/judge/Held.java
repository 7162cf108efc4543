package io.armwatch.judge;

import io.armwatch.judge.KnownStates.Cell;
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
final class Held {
    private final KeyValueStore<String, byte[]> store;
    private final ConcurrentMap<String, Place> table = new ConcurrentHashMap<>();
    /** Those of the table, in their order. */
    private final NavigableSet<String> keys = new ConcurrentSkipListSet<>();

    /** Of an empty store. */
    Held(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static Held of(KeyValueStore<String, byte[]> store) {
        Held held = new Held(store);
        try (var all = store.all()) {
            all.forEachRemaining(entry -> held.note(entry.key, entry.value));
        }
        return held;
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

    /** Puts a state into the store; by its own thread. */
    void put(String key, byte[] state) {
        store.put(key, state);
        note(key, state);
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
        } else {
            place.state = state;
        }
    }
}
