package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.route.Plan.Part;
import io.armwatch.route.Plan.Start;
import io.armwatch.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One walk over one scope of one source: what it has found, and whether it has seen the whole. */
final class Walk {
    private final Scan scan;
    private final Part part;
    private final String coverage;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Set<String> parents = ConcurrentHashMap.newKeySet();
    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final Met met;
    private final int number;
    private volatile boolean lists;
    private volatile boolean whole = true;
    /** What the top lists are of that were read to their ends: Azure subscriptions or resource groups. */
    private final Set<String> roots = ConcurrentHashMap.newKeySet();

    private volatile boolean concluded;
    private volatile boolean accepted;
    private volatile List<Part> fallbacks = List.of();
    private final AtomicInteger tried = new AtomicInteger();

    /** @param met by the walks over the same part before this one */
    Walk(Scan scan, Part part, Met met) {
        this(scan, part, met, part.coverage());
    }

    /** @param coverage what it covers, as text that two walks share only where they cover the same resources */
    Walk(Scan scan, Part part, Met met, String coverage) {
        this.coverage = coverage;
        this.scan = scan;
        this.part = part;
        this.met = met;
        this.number = met.begins();
    }

    Part part() {
        return part;
    }

    /** What it covers, as text that two walks share only where they cover the same resources. */
    String coverage() {
        return coverage;
    }

    Scan scan() {
        return scan;
    }

    Source source() {
        return part.source();
    }

    /** A call of this walk is to be made. */
    void opened() {
        open.incrementAndGet();
    }

    /** A call of this walk has come to its end; whether it was the last. */
    boolean closed() {
        return open.decrementAndGet() == 0;
    }

    /** A list is to be read; whether it is not read already. */
    boolean begins(Listing listing) {
        lists = true;
        return listing.level() == 0 || parents.add(parent(listing.id().key()));
    }

    /** A list was read to its end. */
    void ends(Listing listing) {
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
    void fallsBackOn(List<Part> parts) {
        fallbacks = parts;
    }

    /**
     * What to poll now that the lists so far could not be read: narrower lists from the top level down, and last single resources.
     * Each is given once in a walk.
     *
     * @return empty where there is no more
     */
    Optional<List<Part>> fallBack() {
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
    List<Listing> replaced() {
        return fallbacks.stream()
                .filter(each -> !each.isSingle())
                .map(Part::listing)
                .filter(listing -> shows(listing.id().key() + "/any"))
                .toList();
    }

    /** Whether it has to be polled, as no list shows it; it counts as begun then. */
    private boolean isWanted(Part fallback) {
        if (fallback.isSingle()) {
            String key = fallback.id().key();
            return !shows(key) && meets(key);
        }
        Listing listing = fallback.listing();
        return !shows(listing.id().key() + "/any") && begins(listing);
    }

    /** Whether the list that this walk began with was read to its end, and holds resources of the source's top level. */
    boolean hasWholeRoot() {
        return part.list()
                .filter(start -> start.level() == 0)
                .filter(start -> roots.contains(root(start.id().key())))
                .isPresent();
    }

    /** Whether a list of children was to be read, as its parent was found. */
    boolean hasBegun(ArmId list) {
        return parents.contains(parent(list.key()));
    }

    /** Something of the scope was not seen. */
    void lacks() {
        whole = false;
    }

    /** Whether a resource is met for the first time in this walk. */
    boolean meets(String key) {
        return met.meets(number, key);
    }

    boolean hasMet(String key) {
        return met.hasMet(number, key);
    }

    /** What a list showed last, for this walk to go by. */
    Shown shown(Listing listing) {
        return met.shown(listing);
    }

    /** By which walk a resource was met last. */
    AtomicInteger mark(String key) {
        return met.mark(key);
    }

    /** Its number among the walks over its part. */
    int number() {
        return number;
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    void changed() {
        changed.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
        whole = false;
    }

    /** A poll had no token that ARM accepts. */
    void refused() {
        refusals.incrementAndGet();
    }

    /** An answer shows that ARM accepts the token. */
    void accepted() {
        accepted = true;
    }

    boolean isAccepted() {
        return accepted;
    }

    int refusals() {
        return refusals.get();
    }

    /** How many resources were seen. */
    int seen() {
        return unchanged.get() + changed.get();
    }

    /** All lists have come to their ends: what earlier walks have met counts no more. */
    void forgetsEarlier() {
        met.ends(number);
    }

    /** Whether there are lists whose end may show that something is gone; once. */
    boolean concludes() {
        boolean now = lists && !concluded;
        concluded = true;
        return now;
    }

    /**
     * Whether the lists show that a known resource that was not met is not there: the list that would hold it was read to its end,
     * or the list that would hold its parent was, and it does not hold that.
     */
    boolean shows(String key) {
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

    ScanCompleted completed() {
        int seen = seen();
        return new ScanCompleted(
                part.source().name(),
                part.scope(),
                scan.startedAt(),
                seen + failed.get(),
                seen,
                unchanged.get(),
                changed.get(),
                failed.get(),
                whole);
    }
}
