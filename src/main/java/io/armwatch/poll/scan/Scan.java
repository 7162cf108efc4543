package io.armwatch.poll.scan;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.PreviousListing;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.ScanPlan.Start;
import io.armwatch.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One pass over one scope of one source: its open requests, what it has seen, and whether it is complete. */
public final class Scan {
    private final ScanRun run;
    private final Part part;
    private final String coverage;
    private final AtomicInteger openRequests = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Set<String> parents = ConcurrentHashMap.newKeySet();
    private final Set<String> startedLists = ConcurrentHashMap.newKeySet();
    private final Set<String> completeLists = ConcurrentHashMap.newKeySet();
    private final ScanHistory history;
    private final int number;
    private volatile boolean readsLists;
    private volatile boolean sawEverything = true;
    /** The Azure subscriptions and resource groups whose top-level list was read to its end. */
    private final Set<String> completeRoots = ConcurrentHashMap.newKeySet();

    private volatile boolean conclusionStarted;
    private volatile boolean accepted;
    private volatile List<Part> fallbacks = List.of();
    private final AtomicInteger triedLevels = new AtomicInteger();

    /**
     * Starts a scan of one scope.
     *
     * @param history what earlier scans of the same part have seen
     */
    public Scan(ScanRun run, Part part, ScanHistory history) {
        this(run, part, history, part.coverage());
    }

    /**
     * Starts a scan of one scope.
     *
     * @param coverage what it covers, as text; two scans have the same text only if they cover the same resources
     */
    public Scan(ScanRun run, Part part, ScanHistory history, String coverage) {
        this.coverage = coverage;
        this.run = run;
        this.part = part;
        this.history = history;
        this.number = history.startScan();
    }

    public Part part() {
        return part;
    }

    /** What it covers, as text; two scans have the same text only if they cover the same resources. */
    public String coverage() {
        return coverage;
    }

    public ScanRun run() {
        return run;
    }

    public Source source() {
        return part.source();
    }

    /** Counts a request that this scan waits for. */
    public void addRequest() {
        openRequests.incrementAndGet();
    }

    /**
     * Counts a finished request.
     *
     * @return whether it was the last one
     */
    public boolean finishRequest() {
        return openRequests.decrementAndGet() == 0;
    }

    /**
     * Notes that a list is to be read.
     *
     * @return false if this scan reads it already
     */
    public boolean startList(Listing listing) {
        readsLists = true;
        if (listing.level() == 0) {
            return true;
        }
        parents.add(parent(listing.id().key()));
        return startedLists.add(listing.id().key());
    }

    /** Notes that a list was read to its end. */
    public void completeList(Listing listing) {
        completeLists.add(listing.id().key());
        if (listing.level() == 0) {
            completeRoots.add(root(listing.id().key()));
        }
    }

    /** The Azure subscription or resource group of a top-level list. */
    private static String root(String list) {
        return list.substring(0, list.lastIndexOf("/providers/"));
    }

    /** Sets the narrower parts of the plan to poll if the lists of this scan cannot be read. */
    public void useFallbacks(List<Part> parts) {
        fallbacks = parts;
    }

    /**
     * Takes the next parts to poll because the lists so far could not be read: narrower lists from the top level down, single
     * resources last. A scan gets each part once.
     *
     * @return empty if there are no more
     */
    public Optional<List<Part>> nextFallbacks() {
        int levels = source().types().stream()
                .mapToInt(type -> type.levels().size())
                .max()
                .orElseThrow();
        if (sawEverything || fallbacks.isEmpty() || triedLevels.get() > levels) {
            return Optional.empty();
        }
        int level = triedLevels.getAndIncrement();
        return Optional.of(fallbacks.stream()
                .filter(each -> each.list().map(Start::level).orElse(levels) == level)
                .filter(this::isWanted)
                .toList());
    }

    /** The narrower lists that this scan need not read, because its own lists hold the same resources. */
    public List<Listing> replacedLists() {
        return fallbacks.stream()
                .filter(each -> !each.isSingle())
                .map(Part::listing)
                .filter(listing -> provesAbsent(listing.id().key() + "/any"))
                .toList();
    }

    /** Claims a fallback for this scan, unless a complete list covers it or it is claimed already. */
    private boolean isWanted(Part fallback) {
        if (fallback.isSingle()) {
            String key = fallback.id().key();
            return !provesAbsent(key) && markSeen(key);
        }
        Listing listing = fallback.listing();
        return !provesAbsent(listing.id().key() + "/any") && startList(listing);
    }

    /** Whether this scan reads a list of children, which means that it has found their parent. */
    public boolean hasStarted(ArmId list) {
        return parents.contains(parent(list.key()));
    }

    /** Notes that a part of the scope was not seen. */
    public void markIncomplete() {
        sawEverything = false;
    }

    /**
     * Notes that a resource was seen.
     *
     * @return whether this is the first time in this scan
     */
    public boolean markSeen(String key) {
        return history.markSeen(number, key);
    }

    public boolean hasSeen(String key) {
        return history.hasSeen(number, key);
    }

    /** What the previous scan found in a list. */
    public PreviousListing previousListing(Listing listing) {
        return history.previousListing(listing);
    }

    /** Holds the number of the scan that saw a resource last. */
    public AtomicInteger seenMark(String key) {
        return history.seenMark(key);
    }

    /** The number of this scan among the scans of its part. */
    public int number() {
        return number;
    }

    public void countUnchanged() {
        unchanged.incrementAndGet();
    }

    public void countChanged() {
        changed.incrementAndGet();
    }

    public void countFailed() {
        failed.incrementAndGet();
        sawEverything = false;
    }

    /** Counts a poll for which ARM accepted no token. */
    public void countRefusal() {
        refusals.incrementAndGet();
    }

    /** Notes a response that proves that ARM accepts the token. */
    public void markAccepted() {
        accepted = true;
    }

    public boolean isAccepted() {
        return accepted;
    }

    public int refusals() {
        return refusals.get();
    }

    /** How many resources were seen. */
    public int seenCount() {
        return unchanged.get() + changed.get();
    }

    /** Forgets the resources that only earlier scans have seen. Call it when all lists of this scan are read. */
    public void forgetEarlier() {
        history.completeScan(number);
    }

    /**
     * Starts the check for deleted resources.
     *
     * @return true once, and only if this scan reads lists
     */
    public boolean startConclusion() {
        boolean first = readsLists && !conclusionStarted;
        conclusionStarted = true;
        return first;
    }

    /**
     * Whether the lists prove that a known resource that was not seen does not exist: the list that would hold it was read to its
     * end, or one that would hold a resource above it was, without that resource in it.
     */
    public boolean provesAbsent(String key) {
        String list = parent(key);
        if (completeLists.contains(list)) {
            return true;
        }
        String above = parent(list);
        return parent(above).endsWith("/providers") // then the list is one of the top level
                ? completeRoots.stream().anyMatch(root -> key.startsWith(root + "/"))
                : !parents.contains(above) && provesAbsent(above);
    }

    /** The key without its last segment. */
    private static String parent(String key) {
        return key.substring(0, key.lastIndexOf('/'));
    }

    public ScanCompleted summary() {
        int seen = seenCount();
        return new ScanCompleted(
                part.source().name(),
                part.scope(),
                run.startedAt(),
                seen + failed.get(),
                seen,
                unchanged.get(),
                changed.get(),
                failed.get(),
                sawEverything);
    }
}
