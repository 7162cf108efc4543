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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers known states that were lost, from the rows of {@code azure.known-states}. A scope without a known scan is scanned for the
 * first time, or its known states were lost; so the keys of the topic's rows are compared with the resources that its scan sees.
 * A row whose resource was not seen is recalled: it becomes the known state again, without an event, and the next scan checks
 * whether the resource is gone. A row that no scope covers is recalled at once and then reported as unwatched.
 */
public final class LostStateRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LostStateRecovery.class);
    /** Each one reads the topic. */
    private static final int MAX_ATTEMPTS = 5;

    private final KnownStateCache cache;
    private final Supplier<ScanPlan> plans;
    private final Supplier<ScopeCoverage> coverages;
    private final Clock clock;
    /** By state key: the rows that no scan has confirmed. Usually empty; filled by the first scans after a loss. */
    private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();
    /** By state key: the rows that no scope covers and whose known states are not recovered yet. */
    private final Set<String> uncovered = ConcurrentHashMap.newKeySet();

    /** By state key: how often a row was recalled. */
    private final ConcurrentMap<String, Integer> attempts = new ConcurrentHashMap<>();

    private volatile boolean unread;

    public LostStateRecovery(
            KnownStateCache cache, Supplier<ScanPlan> plans, Supplier<ScopeCoverage> coverages, Clock clock) {
        this.cache = cache;
        this.plans = plans;
        this.coverages = coverages;
        this.clock = clock;
    }

    /**
     * Reads the rows of the topic if some scope was not scanned yet. Call it before scans begin.
     *
     * @return observations that recall the rows that no scope covers
     */
    public List<Observation> load() {
        if (!unread && plans.get().all().stream().noneMatch(this::isNew)) {
            return List.of();
        }
        try {
            Collection<String> rows = cache.published(this::isUnknown, false).keySet();
            rows.forEach(key -> {
                boolean covered = target(key).filter(coverages.get()::covers).isPresent();
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
            return recallRows(uncovered);
        } catch (RuntimeException e) {
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

    /** Reads the topic again if that failed, and repeats recalls that did not reach change detection. Call it regularly. */
    public List<Observation> retry() {
        if (unread) {
            return load();
        }
        uncovered.removeIf(this::isKnown);
        return recallRows(uncovered);
    }

    private boolean isKnown(String key) {
        return target(key)
                .flatMap(cache::recall)
                .flatMap(KnownSnapshot::state)
                .filter(state -> state.state().isPresent() || state.deleted())
                .isPresent();
    }

    /** Whether this process scans a part of the plan and no earlier scan of it is known. */
    private boolean isNew(Part part) {
        Part reported = part.isSingle() ? part.subscriptionPart() : part;
        return cache.holds(part.id())
                && cache.recall(Sources.listTarget(part.source(), reported.id()))
                        .map(known ->
                                known.state().flatMap(KnownState::observedAt).isEmpty())
                        .orElse(false);
    }

    /** Whether a row belongs to a source that this version knows and to this process, and has no known state. */
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
     * Compares the rows that a scan covers with the resources that it has seen.
     *
     * @return observations that recall the rows it has not seen. They are sent before the end of the scan, so a known end proves
     *     that they were sent
     */
    public List<Observation> confirm(Scan scan) {
        if (unconfirmed.isEmpty()) { // the usual case
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (String key : List.copyOf(unconfirmed)) {
            Optional<Target> target = target(key).filter(each -> isOf(scan, each));
            if (target.isPresent()) {
                if (isKnown(key)) {
                    unconfirmed.remove(key);
                } else if (!scan.hasSeen(target.get().id().key())) {
                    missing.add(key);
                } // what the scan has seen is known soon, unless it cannot be polled: then its row stays in question
            }
        }
        try {
            return recallRows(missing);
        } catch (KafkaException e) {
            LOG.warn("The topic of known states cannot be read ({}); the next scan tries again", e.getMessage());
            return List.of();
        }
    }

    private boolean isOf(Scan scan, Target target) {
        Part part = scan.part();
        return target.source().equals(scan.source().name())
                && target.id().key().startsWith(part.below().key() + "/")
                && coverages.get().isNamed(target) == part.isSingle();
    }

    private List<Observation> recallRows(Collection<String> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = Set.copyOf(keys);
        Map<String, Observation> recalled = new HashMap<>();
        cache.published(wanted::contains, true)
                .entrySet()
                .forEach(row -> recallRows(row).ifPresent(observation -> recalled.put(row.getKey(), observation)));
        wanted.forEach(key -> countAttempt(key, recalled.containsKey(key)));
        return List.copyOf(recalled.values());
    }

    /** A row stays in question until it is known, as an observation may not reach change detection; but not for ever. */
    private void countAttempt(String key, boolean recalled) {
        if (!recalled || attempts.merge(key, 1, Integer::sum) >= MAX_ATTEMPTS) {
            attempts.remove(key);
            unconfirmed.remove(key);
            uncovered.remove(key);
        }
    }

    private Optional<Observation> recallRows(Map.Entry<String, byte[]> row) {
        Optional<Target> target = target(row.getKey());
        Optional<KnownSnapshot> known = target.flatMap(cache::recall);
        Optional<Row> published = Row.of(row.getValue());
        return known.isEmpty() || published.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recalled(
                        published.get().withCasingOf(target.orElseThrow()),
                        known.get().revision(),
                        clock.instant(),
                        published.get().state(),
                        published.get().observedAt(),
                        published.get().recordVersion()));
    }

    /** Forgets the rows of all other keys. */
    public void keep(Predicate<String> kept) {
        unconfirmed.removeIf(kept.negate());
        uncovered.removeIf(kept.negate());
        attempts.keySet().removeIf(kept.negate());
    }
}
