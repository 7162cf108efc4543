package io.armwatch.poll.scan;

import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Target;
import io.armwatch.detection.PublicStateReader.Row;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of {@code azure.known-states} that nobody stands behind, as after a loss of the known states. Where a scope has no scan in
 * its known states, this is its first one or they were lost: then the rows of the topic are held against what its scan meets, by their
 * keys. What it does not meet is recalled: known as its row says, with nothing to tell, so that the next scan finds out whether it is gone
 * and reports that as for anything else. What no scope covers is recalled at once, and then found to be unwatched.
 */
public final class LostStateRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LostStateRecovery.class);

    private final KnownStateCache cache;
    private final ScanPlan plan;
    private final ScopeCoverage coverage;
    private final Clock clock;
    /** By state key: the rows that no scan has confirmed. Empty but for the first scans after a loss. */
    private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();
    /** By state key: the rows that no scope covers and that are not known again yet. */
    private final Set<String> uncovered = ConcurrentHashMap.newKeySet();

    private volatile boolean unread;

    public LostStateRecovery(KnownStateCache cache, ScanPlan plan, ScopeCoverage coverage, Clock clock) {
        this.cache = cache;
        this.plan = plan;
        this.coverage = coverage;
        this.clock = clock;
    }

    /**
     * Reads which rows there are, where a scope was not scanned yet; called before its first scan begins.
     *
     * @return what no scope covers
     */
    public List<Observation> load() {
        if (!unread && plan.all().stream().noneMatch(this::isNew)) {
            return List.of();
        }
        try {
            Collection<String> rows = cache.published(this::isUnknown, false).keySet();
            rows.forEach(key -> {
                boolean covered = target(key).filter(coverage::covers).isPresent();
                if (covered) {
                    unconfirmed.add(key);
                } else {
                    uncovered.add(key);
                }
            });
            if (!rows.isEmpty()) {
                LOG.info(
                        "The topic of known states has {} resources that are not in the known states; each is kept if the next scan"
                                + " finds it, and reported as deleted or unwatched if not",
                        rows.size());
            }
            unread = false;
            return recalled(uncovered);
        } catch (KafkaException e) {
            if (!unread) {
                LOG.warn(
                        "The topic of known states cannot be read ({}: {}); armwatch tries again at each scan. Until it can be,"
                                + " rows of resources that are gone stay in it if known states were lost. Allow READ on it",
                        e.getClass().getSimpleName(),
                        e.getMessage());
            }
            unread = true;
            return List.of();
        }
    }

    /** Tries again what could not be read, and sends again what did not reach change detection. Call it once in a while. */
    public List<Observation> retry() {
        if (unread) {
            return load();
        }
        uncovered.removeIf(this::isKnown);
        return recalled(uncovered);
    }

    private boolean isKnown(String key) {
        return target(key)
                .flatMap(cache::recall)
                .flatMap(KnownSnapshot::state)
                .filter(state -> state.state().isPresent() || state.deleted())
                .isPresent();
    }

    /** Whether this process has to scan a part, and no scan of it is known. */
    private boolean isNew(Part part) {
        Part reported = part.isSingle() ? part.together() : part;
        return cache.holds(part.id())
                && cache.recall(Sources.listTarget(part.source(), reported.id()))
                        .map(known ->
                                known.state().flatMap(KnownState::observedAt).isEmpty())
                        .orElse(false);
    }

    /** Whether a row's resource is this version's and this process's, and has no known state. */
    private boolean isUnknown(String key) {
        return target(key)
                .flatMap(cache::recall)
                .map(known -> known.state().flatMap(KnownState::state).isEmpty())
                .orElse(false);
    }

    private static Optional<Target> target(String key) {
        return key.contains(Target.LIST)
                ? Optional.empty()
                : Sources.all().stream()
                        .map(Source::name)
                        .distinct()
                        .flatMap(source -> ScopeCoverage.target(source, key).stream())
                        .findFirst();
    }

    /**
     * What a scan has not met, of the rows that it covers.
     *
     * @return observations to be sent before the scan's end, so that the end proves that they were
     */
    public List<Observation> confirm(Scan scan) {
        if (unconfirmed.isEmpty()) { // as ever but after a loss
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (String key : List.copyOf(unconfirmed)) {
            Optional<Target> target = target(key).filter(each -> isOf(scan, each));
            if (target.isPresent()) {
                if (scan.hasSeen(target.get().id().key()) || isKnown(key)) {
                    unconfirmed.remove(key);
                } else {
                    missing.add(key); // stays until it is known, as it may not reach change detection
                }
            }
        }
        try {
            return recalled(missing);
        } catch (KafkaException e) {
            LOG.warn("The topic of known states cannot be read ({}); the next scan tries again", e.getMessage());
            return List.of();
        }
    }

    private boolean isOf(Scan scan, Target target) {
        Part part = scan.part();
        return target.source().equals(scan.source().name())
                && target.id().key().startsWith(part.below().key() + "/")
                && coverage.isNamed(target) == part.isSingle();
    }

    private List<Observation> recalled(Collection<String> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = Set.copyOf(keys);
        return cache.published(wanted::contains, true).entrySet().stream()
                .flatMap(row -> recalled(row).stream())
                .toList();
    }

    private Optional<Observation> recalled(Map.Entry<String, byte[]> row) {
        Optional<Target> target = target(row.getKey());
        Optional<KnownSnapshot> known = target.flatMap(cache::recall);
        Optional<Row> published = Row.of(row.getValue());
        return known.isEmpty() || published.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recalled(
                        published.get().named(target.orElseThrow()),
                        known.get().revision(),
                        clock.instant(),
                        published.get().state(),
                        published.get().observedAt()));
    }

    /** Forgets the rows of all other keys. */
    public void keep(Predicate<String> kept) {
        unconfirmed.removeIf(kept.negate());
        uncovered.removeIf(kept.negate());
    }
}
