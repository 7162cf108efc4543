package io.armwatch.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of one partition, and a table of what it holds: what is known is read before each poll, and the store would look
 * through a tree of bytes for it. The arrays are the store's own.
 */
final class Held {
    private final KeyValueStore<String, byte[]> store;
    private final ConcurrentMap<String, byte[]> table = new ConcurrentHashMap<>();

    /** Of an empty store. */
    Held(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static Held of(KeyValueStore<String, byte[]> store) {
        Held held = new Held(store);
        try (var all = store.all()) {
            all.forEachRemaining(entry -> held.table.put(entry.key, entry.value));
        }
        return held;
    }

    /** What is known of a key; from any thread. */
    Optional<byte[]> get(String key) {
        return Optional.ofNullable(table.get(key));
    }

    /** The keys with a prefix, in their order. */
    List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        try (var found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** Puts a state into the store; by its own thread. */
    void put(String key, byte[] state) {
        store.put(key, state);
        table.put(key, state);
    }
}
