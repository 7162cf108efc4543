package io.armwatch.poll;

import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.ScanFreshness;
import io.armwatch.poll.plan.ScanPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The last complete scans of what this process holds. The first time after a start or a take-over, known states say when they were. */
public final class LastScans {
    private final Map<String, SourceScans> sources;
    private final Supplier<ScanPlan> plans;
    private final KnownStateCache cache;

    /** @param sources by their names */
    LastScans(Map<String, SourceScans> sources, Supplier<ScanPlan> plans, KnownStateCache cache) {
        this.sources = sources;
        this.plans = plans;
        this.cache = cache;
    }

    /**
     * The last scan run of a source in an Azure subscription that has seen everything.
     *
     * @param subscription its lower-cased id
     */
    public record LastScan(String source, String subscription, Instant startedAt) {}

    /** The last complete scans, without those that there never were. */
    public List<LastScan> complete() {
        ScanFreshness freshness = new ScanFreshness(plans.get(), this::known);
        return sources.values().stream()
                .flatMap(source -> source.all().stream())
                .filter(SubscriptionScans::isHeld)
                .flatMap(scans ->
                        scans.completeAt(() -> freshness.lastComplete(scans.source(), scans.subscription())).stream()
                                .map(at -> new LastScan(scans.source(), scans.subscription(), at)))
                .toList();
    }

    private Optional<KnownState> known(Target target) {
        return cache.recall(target).flatMap(KnownSnapshot::state);
    }
}
