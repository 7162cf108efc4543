package io.armwatch.poll.list;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Labels;
import io.armwatch.poll.known.CacheEntry;
import io.armwatch.poll.known.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The items of one list as the previous scan read them: maps each item's bytes to its resource, and each item to its successor, so
 * an unchanged item is neither parsed nor looked up. It is kept for each list, as the same bytes in another list may belong to
 * another resource.
 */
public final class PreviousListing {
    private final ConcurrentMap<Digest, Item> items = new ConcurrentHashMap<>();
    private volatile @Nullable Item first;
    private volatile @Nullable Item last;
    private volatile int readByScan;

    /** The resource behind the bytes of an item. Used by one thread at a time: the pages of a list are read one after the other. */
    public static final class Item {
        private final ArmId id;
        private final Digest digest;
        private final int length;
        private final AtomicInteger seenMark;
        private volatile boolean polled = true;
        private volatile boolean whole = true;
        private volatile Labels labels = Labels.NONE;
        private volatile long firstReadMillis;
        private volatile int readByScan;
        private volatile @Nullable Item next;
        private volatile @Nullable CacheEntry entry;

        private Item(ArmId id, Digest digest, int length, AtomicInteger seenMark) {
            this.id = id;
            this.digest = digest;
            this.length = length;
            this.seenMark = seenMark;
        }

        public ArmId id() {
            return id;
        }

        public Digest digest() {
            return digest;
        }

        /**
         * Keeps what the source decides by the item's bytes.
         *
         * @param readAt when the page was requested in which these bytes were new
         * @param isPolled whether its resource is to be polled
         * @param isWhole whether it is the whole resource
         */
        public void describe(Instant readAt, boolean isPolled, boolean isWhole) {
            firstReadMillis = readAt.toEpochMilli();
            polled = isPolled;
            whole = isWhole;
        }

        /** Keeps the region and tags that the item shows, for a resource whose own answer has none. */
        public void keepLabels(Labels shown) {
            labels = shown;
        }

        /** The region and tags that it shows; none if it is the whole resource. */
        public Labels labels() {
            return labels;
        }

        public boolean isPolled() {
            return polled;
        }

        public boolean isWhole() {
            return whole;
        }

        /** When the page was requested in which these bytes were new. */
        public Instant firstReadAt() {
            return Instant.ofEpochMilli(firstReadMillis);
        }

        /** In bytes. */
        int length() {
            return length;
        }

        /** The item that followed it. */
        @Nullable
        Item next() {
            return next;
        }

        /** The cache entry of its resource, once there is one. */
        public Optional<CacheEntry> entry() {
            return Optional.ofNullable(entry);
        }

        public void linkTo(Optional<CacheEntry> where) {
            entry = where.orElse(null);
        }

        /**
         * Notes that a scan has seen its resource.
         *
         * @return whether this is the first time in that scan
         */
        public boolean markSeen(int scan) {
            return seenMark.getAndSet(scan) != scan;
        }
    }

    /** The item that a scan's next page begins with if nothing has changed. */
    @Nullable
    Item expectedNext(int scan) {
        Item read = lastReadBy(scan);
        return read == null ? first : read.next;
    }

    /** The item that a scan has read last; null at its beginning. */
    private @Nullable Item lastReadBy(int scan) {
        if (readByScan != scan) {
            readByScan = scan;
            last = null;
        }
        return last;
    }

    /** Whether an item shows that its resource is not to be polled. It looks at every item. */
    boolean leavesOut(ArmId id) {
        return items.values().stream()
                .anyMatch(item -> !item.isPolled() && item.id().equals(id));
    }

    /** Finds the item with these bytes. */
    @Nullable
    public Item find(Digest digest) {
        return items.get(digest);
    }

    /**
     * Adds an item, with the resource that its bytes belong to.
     *
     * @param seenMark holds the number of the scan that saw this resource last
     */
    public Item add(ArmId id, Digest digest, int length, AtomicInteger seenMark) {
        Item item = new Item(id, digest, length, seenMark);
        items.put(digest, item);
        return item;
    }

    /** Notes that a scan has read an item, after the one that it read last. */
    public void markRead(int scan, Item item) {
        Item before = lastReadBy(scan);
        if (before == null) {
            first = item;
        } else if (before.next != item) {
            before.next = item;
        }
        last = item;
        item.readByScan = scan;
    }

    /**
     * Drops the items that a scan has not read, at its end.
     *
     * @return whether any are left
     */
    boolean removeUnread(int scan) {
        items.values().removeIf(item -> item.readByScan != scan);
        Item end = last;
        if (end != null) {
            end.next = null;
        }
        return !items.isEmpty();
    }
}
