package io.armwatch.poll.list;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.CacheEntry;
import io.armwatch.poll.known.Digest;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One list as it was shown last: maps each item's bytes to its resource, and each item to its successor, so that what comes again
 * need neither be parsed nor looked for. The same bytes in another list may be another resource's.
 */
public final class PreviousListing {
    private final ConcurrentMap<Digest, Item> items = new ConcurrentHashMap<>();
    private volatile @Nullable Item first;
    private volatile @Nullable Item last;
    private volatile int walk;

    /** What the bytes of an item are known for. Read and written by whoever reads the list, one page after the other. */
    public static final class Item {
        private final ArmId id;
        private final Digest digest;
        private final int length;
        private final AtomicInteger met;
        private volatile int walk;
        private volatile @Nullable Item next;
        private volatile @Nullable CacheEntry entry;

        private Item(ArmId id, Digest digest, int length, AtomicInteger met) {
            this.id = id;
            this.digest = digest;
            this.length = length;
            this.met = met;
        }

        public ArmId id() {
            return id;
        }

        public Digest digest() {
            return digest;
        }

        /** In bytes. */
        int length() {
            return length;
        }

        /** What stood behind it. */
        @Nullable
        Item next() {
            return next;
        }

        /** Where the resource stands that it shows, once that is known. */
        public Optional<CacheEntry> entry() {
            return Optional.ofNullable(entry);
        }

        public void shows(Optional<CacheEntry> where) {
            entry = where.orElse(null);
        }

        /** Whether a walk meets its resource for the first time. */
        public boolean meets(int number) {
            return met.getAndSet(number) != number;
        }
    }

    /** What a walk's next page would begin with; each walk begins anew. */
    @Nullable
    Item next(int by) {
        Item read = readBy(by);
        return read == null ? first : read.next;
    }

    /** What a walk has read last; null where it begins. */
    private @Nullable Item readBy(int by) {
        if (walk != by) {
            walk = by;
            last = null;
        }
        return last;
    }

    /** What bytes are known for. */
    @Nullable
    public Item of(Digest digest) {
        return items.get(digest);
    }

    /**
     * Takes note of whose bytes are.
     *
     * @param met the last walk that met this resource
     */
    public Item add(ArmId id, Digest digest, int length, AtomicInteger met) {
        Item item = new Item(id, digest, length, met);
        items.put(digest, item);
        return item;
    }

    /** A walk reads an item, behind the one that it read last. */
    public void reads(int by, Item item) {
        Item before = readBy(by);
        if (before == null) {
            first = item;
        } else if (before.next != item) {
            before.next = item;
        }
        last = item;
        item.walk = by;
    }

    /** A walk has come to the end of its lists: what earlier ones have read counts no more. Whether there is anything left. */
    boolean ends(int by) {
        items.values().removeIf(item -> item.walk != by);
        Item end = last;
        if (end != null) {
            end.next = null;
        }
        return !items.isEmpty();
    }
}
