package io.armwatch.poll.plan;

import io.armwatch.change.ChangeDetection;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds known states that no scan polls any more: no scope covers them, or the resource is gone and in no list. After the configured
 * confirmations it observes them as unwatched, and change detection ends their outages. A deleted resource stays known for
 * {@link ChangeDetection#RETENTION}, so that no late observation brings it back; then another such observation makes change detection forget
 * it. Observations are repeated until they are accepted. If no key has changed since the last review and none is in question, a review
 * compares two numbers.
 */
public final class Reconciliation {
    /** How many observations one review makes at most; the next review continues. */
    static final int MAX_OBSERVATIONS = 10_000;

    private final KnownStateCache cache;
    private final Supplier<ScopeCoverage> coverages;
    private final int confirmations;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Review> reviews = new ConcurrentHashMap<>();
    /**
     * By state key: how many complete scans in a row did not find the parent of this list, or this resource that was never seen and
     * has an open outage.
     */
    private final ConcurrentMap<String, Integer> orphans = new ConcurrentHashMap<>();

    public Reconciliation(
            KnownStateCache cache,
            Supplier<ScopeCoverage> coverages,
            int confirmations,
            Clock clock,
            LongSupplier nanos) {
        this.cache = cache;
        this.coverages = coverages;
        this.confirmations = confirmations;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The keys of one source that are in question after the reviews so far. */
    private static final class Review {
        private long version = -1;
        private @Nullable ScopeCoverage coverage;
        private boolean begun;
        /** By state key: in how many reviews in a row no scope covered it. */
        private final Map<String, Integer> uncovered = new ConcurrentHashMap<>();
        /** By state key: since when nothing of it needs to be kept, in nanoseconds. */
        private final Map<String, Long> idle = new ConcurrentHashMap<>();
    }

    /** Notes whether a complete scan found the parent of a list. */
    public void noteParent(Target list, boolean found) {
        if (found) {
            orphans.remove(list.key());
        } else {
            markOrphan(list.key());
        }
    }

    /** Notes that a complete list does not hold a resource that was never seen and only failed: no scan polls it any more. */
    public void markOrphan(String key) {
        orphans.merge(key, 1, Integer::sum);
    }

    /** Notes that a list holds a resource. */
    public void markFound(String key) {
        if (!orphans.isEmpty()) { // nearly always
            orphans.remove(key);
        }
    }

    /** The keys of the lists and resources that complete lists do not hold. */
    public Set<String> orphans() {
        return Set.copyOf(orphans.keySet());
    }

    /** Reviews the known states of a source in this process. Call it once for each tick of the source. */
    public List<Observation> review(String source) {
        Review review = reviews.computeIfAbsent(source, same -> new Review());
        synchronized (review) {
            return review(source, review);
        }
    }

    private List<Observation> review(String source, Review review) {
        List<Observation> found = new ArrayList<>();
        long version = cache.version();
        ScopeCoverage coverage = coverages.get();
        if (!review.begun || review.version != version || review.coverage != coverage || !orphans.isEmpty()) {
            review.begun = true;
            review.version = version;
            review.coverage = coverage;
            reviewAll(source, review, found);
        } else {
            List<String> inQuestion = new ArrayList<>(review.uncovered.keySet());
            inQuestion.addAll(review.idle.keySet());
            inQuestion.forEach(key -> reviewKey(source, review, key, found));
        }
        return found;
    }

    private void reviewAll(String source, Review review, List<Observation> found) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        for (String key : cache.keys()) {
            if (reviewKey(source, review, key, found)) {
                seen.add(key);
            }
        }
        review.uncovered.keySet().retainAll(seen);
        review.idle.keySet().retainAll(seen);
        if (!orphans.isEmpty()) {
            orphans.keySet().removeIf(key -> ScopeCoverage.target(source, key).isPresent() && !seen.contains(key));
        }
    }

    /**
     * Reviews one key.
     *
     * @return whether it is in question
     */
    private boolean reviewKey(String source, Review review, String key, List<Observation> found) {
        Optional<Target> target = ScopeCoverage.target(source, key);
        if (target.isEmpty()) {
            return false;
        }
        Optional<KnownSnapshot> known = cache.recall(target.get());
        ScopeCoverage coverage = coverages.get();
        boolean uncovered = !coverage.covers(target.get()) || isOrphan(key, known);
        boolean due = false;
        if (uncovered) {
            due = review.uncovered.merge(key, 1, Integer::sum) >= confirmations || coverage.hasLeft(target.get());
        } else {
            review.uncovered.remove(key);
        }
        if (known.filter(each -> isIdle(target.get(), each)).isPresent()) {
            due = nanos.getAsLong() - review.idle.computeIfAbsent(key, same -> nanos.getAsLong())
                    >= ChangeDetection.RETENTION.toNanos();
        } else {
            review.idle.remove(key);
        }
        if (due && found.size() < MAX_OBSERVATIONS) {
            known.flatMap(this::unwatched).ifPresent(found::add);
        }
        return uncovered || review.idle.containsKey(key) || orphans.containsKey(key);
    }

    /** Whether no complete list holds a key that was never seen. One that was seen is deleted only when ARM says so. */
    private boolean isOrphan(String key, Optional<KnownSnapshot> known) {
        return orphans.getOrDefault(key, 0) >= confirmations
                && known.flatMap(KnownSnapshot::state)
                        .filter(state -> state.state().isEmpty())
                        .filter(state -> state.target().isList() || !state.isQuiet()) // forgotten later, as others are
                        .isPresent();
    }

    /** Whether nothing of a target needs to be kept: it is deleted, or a list that can be read, and no scope names it. */
    private boolean isIdle(Target target, KnownSnapshot known) {
        ScopeCoverage coverage = coverages.get();
        return known.isStateless()
                && !coverage.isNamed(target)
                && known.state()
                        .filter(KnownState::isQuiet)
                        .filter(state -> !target.isList() || state.observedAt().isEmpty() || !coverage.covers(target))
                        .isPresent();
    }

    private Optional<Observation> unwatched(KnownSnapshot known) {
        return known.state().map(state -> new Unwatched(state.target(), state.revision(), clock.instant()));
    }

    /** Forgets the orphans of all other keys. */
    public void keep(Predicate<String> kept) {
        orphans.keySet().removeIf(kept.negate());
    }
}
