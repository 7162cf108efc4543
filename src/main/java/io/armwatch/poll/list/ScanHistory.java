package io.armwatch.poll.list;

import io.armwatch.azure.ArmId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The resources and list items that the scans of one part of the plan have seen. Each is marked with the number of the scan that saw
 * it last, so seeing it again allocates nothing. Entries that the last complete scan did not see are dropped.
 */
public final class ScanHistory {
    private final AtomicInteger scans = new AtomicInteger();
    private final ConcurrentMap<String, AtomicInteger> resources = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PreviousListing> lists = new ConcurrentHashMap<>();

    /**
     * Starts a scan.
     *
     * @return its number
     */
    public int startScan() {
        return scans.incrementAndGet();
    }

    /**
     * Notes that a scan has seen a resource.
     *
     * @return whether this is the first time in that scan
     */
    public boolean markSeen(int scan, String key) {
        return seenMark(key).getAndSet(scan) != scan;
    }

    public boolean hasSeen(int scan, String key) {
        AtomicInteger mark = resources.get(key);
        return mark != null && mark.get() == scan;
    }

    /** Holds the number of the scan that saw a resource last. Callers keep it, so they can mark the resource without a lookup. */
    public AtomicInteger seenMark(String key) {
        AtomicInteger before = resources.get(key); // a lock less than computeIfAbsent
        return before != null ? before : resources.computeIfAbsent(key, same -> new AtomicInteger());
    }

    /** What the previous scan found in a list. */
    public PreviousListing previousListing(Listing listing) {
        return lists.computeIfAbsent(listing.id().text(), list -> new PreviousListing());
    }

    /** Whether a list that was read shows that a resource is not to be polled. It looks at every item. */
    public boolean leavesOut(ArmId id) {
        return lists.values().stream().anyMatch(list -> list.leavesOut(id));
    }

    /** Drops what only earlier scans have seen. Call it when a scan has read its lists to their ends. */
    public void completeScan(int scan) {
        resources.values().removeIf(mark -> mark.get() != scan);
        lists.values().removeIf(list -> !list.removeUnread(scan));
    }
}
