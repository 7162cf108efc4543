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

/** One walk over one scope of one source: what it has found, and whether it has seen the whole. */
public final class Scan {
    private final ScanRun run;
    private final Part part;
    private final String coverage;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Set<String> parents = ConcurrentHashMap.newKeySet();
    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final ScanHistory history;
    private final int number;
    private volatile boolean lists;
    private volatile boolean whole = true;
    /** What the top lists are of that were read to their ends: Azure subscriptions or resource groups. */
    private final Set<String> roots = ConcurrentHashMap.newKeySet();

    private volatile boolean concluded;
    private volatile boolean accepted;
    private volatile List<Part> fallbacks = List.of();
    private final AtomicInteger tried = new AtomicInteger();

    /**
     * Starts a scan of one scope.
     *
     * @param history by the walks over the same part before this one
     */
    public Scan(ScanRun run, Part part, ScanHistory history) {
        this(run, part, history, part.coverage());
    }

    /**
     * Starts a scan of one scope.
     *
     * @param coverage what it covers, as text that two walks share only where they cover the same resources
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

    /** What it covers, as text that two walks share only where they cover the same resources. */
    public String coverage() {
        return coverage;
    }

    public ScanRun run() {
        return run;
    }

    public Source source() {
        return part.source();
    }

    /** A call of this walk is to be made. */
    public void addRequest() {
        open.incrementAndGet();
    }

    /** A call of this walk has come to its end; whether it was the last. */
    public boolean finishRequest() {
        return open.decrementAndGet() == 0;
    }

    /** A list is to be read; whether it is not read already. */
    public boolean startList(Listing listing) {
        lists = true;
        return listing.level() == 0 || parents.add(parent(listing.id().key()));
    }

    /** A list was read to its end. */
    public void completeList(Listing listing) {
        complete.add(listing.id().key());
        if (listing.level() == 0) {
            roots.add(root(listing.id().key()));
        }
    }

    /** The Azure subscription or resource group that a list of the top level is of. */
    private static String root(String list) {
        return list.substring(0, list.lastIndexOf("/providers/"));
    }

    /** Says what is watched by scopes of its own, and is to be polled where the lists cannot be read. */
    public void useFallbacks(List<Part> parts) {
        fallbacks = parts;
    }

    /**
     * What to poll now that the lists so far could not be read: narrower lists from the top level down, and last single resources.
     * Each is given once in a walk.
     *
     * @return empty where there is no more
     */
    public Optional<List<Part>> fallBack() {
        int levels = source().type().levels().size();
        if (whole || fallbacks.isEmpty() || tried.get() > levels) {
            return Optional.empty();
        }
        int level = tried.getAndIncrement();
        return Optional.of(fallbacks.stream()
                .filter(each -> each.list().map(Start::level).orElse(levels) == level)
                .filter(this::isWanted)
                .toList());
    }

    /** The narrower lists that this walk need not read, as its own lists show what they would. */
    public List<Listing> replaced() {
        return fallbacks.stream()
                .filter(each -> !each.isSingle())
                .map(Part::listing)
                .filter(listing -> provesAbsent(listing.id().key() + "/any"))
                .toList();
    }

    /** Whether it has to be polled, as no list shows it; it counts as begun then. */
    private boolean isWanted(Part fallback) {
        if (fallback.isSingle()) {
            String key = fallback.id().key();
            return !provesAbsent(key) && markSeen(key);
        }
        Listing listing = fallback.listing();
        return !provesAbsent(listing.id().key() + "/any") && startList(listing);
    }

    /** Whether the list that this walk began with was read to its end, and holds resources of the source's top level. */
    public boolean hasWholeRoot() {
        return part.list()
                .filter(start -> start.level() == 0)
                .filter(start -> roots.contains(root(start.id().key())))
                .isPresent();
    }

    /** Whether a list of children was to be read, as its parent was found. */
    public boolean hasBegun(ArmId list) {
        return parents.contains(parent(list.key()));
    }

    /** Something of the scope was not seen. */
    public void markIncomplete() {
        whole = false;
    }

    /** Whether a resource is met for the first time in this walk. */
    public boolean markSeen(String key) {
        return history.markSeen(number, key);
    }

    public boolean hasSeen(String key) {
        return history.hasSeen(number, key);
    }

    /** What a list showed last, for this walk to go by. */
    public PreviousListing previousListing(Listing listing) {
        return history.previousListing(listing);
    }

    /** By which walk a resource was met last. */
    public AtomicInteger mark(String key) {
        return history.mark(key);
    }

    /** Its number among the walks over its part. */
    public int number() {
        return number;
    }

    public void unchanged() {
        unchanged.incrementAndGet();
    }

    public void changed() {
        changed.incrementAndGet();
    }

    public void failed() {
        failed.incrementAndGet();
        whole = false;
    }

    /** A poll had no token that ARM accepts. */
    public void refused() {
        refusals.incrementAndGet();
    }

    /** An answer shows that ARM accepts the token. */
    public void accepted() {
        accepted = true;
    }

    public boolean isAccepted() {
        return accepted;
    }

    public int refusals() {
        return refusals.get();
    }

    /** How many resources were seen. */
    public int seen() {
        return unchanged.get() + changed.get();
    }

    /** All lists have come to their ends: what earlier walks have met counts no more. */
    public void forgetEarlier() {
        history.completeScan(number);
    }

    /** Whether there are lists whose end may show that something is gone; once. */
    public boolean startConclusion() {
        boolean now = lists && !concluded;
        concluded = true;
        return now;
    }

    /**
     * Whether the lists show that a known resource that was not met is not there: the list that would hold it was read to its end,
     * or the list that would hold its parent was, and it does not hold that.
     */
    public boolean provesAbsent(String key) {
        String list = parent(key);
        if (complete.contains(list)) {
            return true;
        }
        boolean child = part.source().type().levels().size() > 1;
        return roots.stream().anyMatch(root -> key.startsWith(root + "/"))
                && (!child || !parents.contains(parent(list)));
    }

    /** The key less its last segment. */
    private static String parent(String key) {
        return key.substring(0, key.lastIndexOf('/'));
    }

    public ScanCompleted completed() {
        int seen = seen();
        return new ScanCompleted(
                part.source().name(),
                part.scope(),
                run.startedAt(),
                seen + failed.get(),
                seen,
                unchanged.get(),
                changed.get(),
                failed.get(),
                whole);
    }
}
