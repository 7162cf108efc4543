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

/**
 * Finds what is known and polled by nobody: what no scope covers any more, and what is gone and stands in no list. Once that is
 * certain, it is observed as unwatched, and change detection ends what is open. What is gone stays known for {@link ChangeDetection#RETENTION},
 * so that no late observation brings it back, and is forgotten by another such observation. Nothing is remembered of what is sent: it
 * is sent until it has been accepted. Where the keys are those of the review before and nothing is in question, a review is a comparison of two
 * numbers.
 */
public final class Reconciliation {
    /** Observations of one review at most: the next one goes on. */
    static final int MOST = 10_000;

    private final KnownStateCache cache;
    private final ScopeCoverage coverage;
    private final int confirmations;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Review> reviews = new ConcurrentHashMap<>();
    /**
     * How many complete scans in a row have lacked the parent of a list, or a resource that was never seen and whose outage is open.
     */
    private final ConcurrentMap<String, Integer> orphans = new ConcurrentHashMap<>();

    public Reconciliation(
            KnownStateCache cache, ScopeCoverage coverage, int confirmations, Clock clock, LongSupplier nanos) {
        this.cache = cache;
        this.coverage = coverage;
        this.confirmations = confirmations;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What the reviews of one source have left in question. */
    private static final class Review {
        private long version = -1;
        private boolean begun;
        /** In how many reviews in a row no scope covered a key. */
        private final Map<String, Integer> uncovered = new ConcurrentHashMap<>();
        /** Since when a key has nothing to keep, in nanoseconds. */
        private final Map<String, Long> idle = new ConcurrentHashMap<>();
    }

    /** A complete scan has read the list that would hold the parent of this list; whether that was in it. */
    public void parentOf(Target list, boolean found) {
        if (found) {
            orphans.remove(list.key());
        } else {
            lacks(list.key());
        }
    }

    /** A complete list does not hold a resource that was never seen, only failed: nobody polls it any more. */
    public void lacks(String key) {
        orphans.merge(key, 1, Integer::sum);
    }

    /** A list holds a resource. */
    public void finds(String key) {
        if (!orphans.isEmpty()) { // as nearly ever
            orphans.remove(key);
        }
    }

    /** The keys of what complete lists lacked. */
    public Set<String> orphans() {
        return Set.copyOf(orphans.keySet());
    }

    /** Looks through what this process knows of a source; called once for each of its scans. */
    public List<Observation> review(String source) {
        Review review = reviews.computeIfAbsent(source, same -> new Review());
        synchronized (review) {
            return review(source, review);
        }
    }

    private List<Observation> review(String source, Review review) {
        List<Observation> found = new ArrayList<>();
        long version = cache.version();
        if (!review.begun || review.version != version || !orphans.isEmpty()) {
            review.begun = true;
            review.version = version;
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

    /** Whether the key is in question. */
    private boolean reviewKey(String source, Review review, String key, List<Observation> found) {
        Optional<Target> target = ScopeCoverage.target(source, key);
        if (target.isEmpty()) {
            return false;
        }
        Optional<KnownSnapshot> known = cache.recall(target.get());
        boolean uncovered = !coverage.covers(target.get()) || isOrphan(key, known);
        boolean due = false;
        if (uncovered) {
            due = review.uncovered.merge(key, 1, Integer::sum) >= confirmations;
        } else {
            review.uncovered.remove(key);
        }
        if (known.filter(each -> isIdle(target.get(), each)).isPresent()) {
            due = nanos.getAsLong() - review.idle.computeIfAbsent(key, same -> nanos.getAsLong())
                    >= ChangeDetection.RETENTION.toNanos();
        } else {
            review.idle.remove(key);
        }
        if (due && found.size() < MOST) {
            known.flatMap(this::unwatched).ifPresent(found::add);
        }
        return uncovered || review.idle.containsKey(key) || orphans.containsKey(key);
    }

    /** What has been seen is gone only when ARM says so. */
    private boolean isOrphan(String key, Optional<KnownSnapshot> known) {
        return orphans.getOrDefault(key, 0) >= confirmations
                && known.flatMap(KnownSnapshot::state)
                        .filter(state -> state.state().isEmpty())
                        .isPresent();
    }

    /** Whether nothing of it needs to be kept: it is gone, or a list that can be read, and no scope names it. */
    private boolean isIdle(Target target, KnownSnapshot known) {
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

    /** Forgets what was in question of all other keys. */
    public void keep(Predicate<String> kept) {
        orphans.keySet().removeIf(kept.negate());
    }
}
