package io.armwatch.poll.list;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the walks over one part of the plan meet, one walk after the other: which resources, and what the lists showed. Kept from
 * walk to walk, and marked with the last one's number: nothing is made for what is met again. What the last walk has met is kept,
 * and no more.
 */
public final class ScanHistory {
    private final AtomicInteger walks = new AtomicInteger();
    private final ConcurrentMap<String, AtomicInteger> resources = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PreviousListing> lists = new ConcurrentHashMap<>();

    /** A walk begins; its number. */
    public int startScan() {
        return walks.incrementAndGet();
    }

    /** Whether a walk meets a resource for the first time. */
    public boolean markSeen(int walk, String key) {
        return mark(key).getAndSet(walk) != walk;
    }

    public boolean hasSeen(int walk, String key) {
        AtomicInteger last = resources.get(key);
        return last != null && last.get() == walk;
    }

    /** By which walk a resource was met last: to mark it, it need not be found again. */
    public AtomicInteger mark(String key) {
        AtomicInteger before = resources.get(key); // a lock less than computeIfAbsent
        return before != null ? before : resources.computeIfAbsent(key, same -> new AtomicInteger());
    }

    /** What one list showed last. */
    public PreviousListing previousListing(Listing listing) {
        return lists.computeIfAbsent(listing.id().text(), list -> new PreviousListing());
    }

    /** A walk has come to the end of its lists: what earlier ones have met counts no more. */
    public void completeScan(int walk) {
        resources.values().removeIf(last -> last.get() != walk);
        lists.values().removeIf(list -> !list.ends(walk));
    }
}
