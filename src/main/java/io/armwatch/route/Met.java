package io.armwatch.route;

import io.armwatch.azure.ArmId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the walks over one part of the plan meet, one walk after the other: which resources, and whose the bytes of a list's items
 * were, so that what comes again need not be parsed to be told apart. Kept from walk to walk, and marked with the last one's
 * number: nothing is made for what is met again. What the last walk has met is kept, and no more.
 */
final class Met {
    private final AtomicInteger walks = new AtomicInteger();
    private final ConcurrentMap<String, AtomicInteger> resources = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ConcurrentMap<Digest, Item>> lists = new ConcurrentHashMap<>();

    /** A walk begins; its number. */
    int begins() {
        return walks.incrementAndGet();
    }

    /** Whether a walk meets a resource for the first time. */
    boolean meets(int walk, String key) {
        AtomicInteger before = resources.get(key); // a lock less than computeIfAbsent
        AtomicInteger last = before != null ? before : resources.computeIfAbsent(key, same -> new AtomicInteger());
        return last.getAndSet(walk) != walk;
    }

    boolean hasMet(int walk, String key) {
        AtomicInteger last = resources.get(key);
        return last != null && last.get() == walk;
    }

    /** Whose the bytes of a list's item are, where a walk has read them before. */
    Optional<ArmId> itemOf(int walk, Listing listing, Digest digest) {
        Item item = items(listing).get(digest);
        if (item == null) {
            return Optional.empty();
        }
        item.walk = walk;
        return item.id;
    }

    /** Whose the bytes of a list's item are. */
    void notes(int walk, Listing listing, Digest digest, ArmId id) {
        items(listing).put(digest, new Item(id, walk));
    }

    /** Of one list: the same bytes are another child where they stand in another list. */
    private ConcurrentMap<Digest, Item> items(Listing listing) {
        return lists.computeIfAbsent(listing.id().text(), list -> new ConcurrentHashMap<>());
    }

    /** A walk has come to the end of its lists: what earlier ones have met counts no more. */
    void ends(int walk) {
        resources.values().removeIf(last -> last.get() != walk);
        lists.values().forEach(items -> items.values().removeIf(item -> item.walk != walk));
        lists.values().removeIf(ConcurrentMap::isEmpty);
    }

    private static final class Item {
        private final Optional<ArmId> id;
        private volatile int walk;

        Item(ArmId id, int walk) {
            this.id = Optional.of(id);
            this.walk = walk;
        }
    }

    /** A digest as a key. */
    static final class Digest {
        private final byte[] bytes;

        Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest digest && Arrays.equals(digest.bytes, bytes);
        }

        @Override
        public int hashCode() { // any four bytes of it are as good as all
            return ByteBuffer.wrap(bytes).getInt();
        }
    }
}
