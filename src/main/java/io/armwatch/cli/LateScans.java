package io.armwatch.cli;

import io.armwatch.change.KnownState;
import io.armwatch.poll.plan.ScanFreshness;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.scan.OverdueScans;
import io.armwatch.poll.scan.OverdueScans.Late;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds sources that have not completed a scan for three periods, by the complete scans that known states hold. */
final class LateScans {
    private final Schedules schedules;
    private final OverdueScans overdue;
    private final Clock clock;

    LateScans(Schedules schedules, Clock clock) {
        this.schedules = schedules;
        this.overdue = new OverdueScans(schedules, clock);
        this.clock = clock;
    }

    /**
     * The late scans, as sentences. A scan that was never complete is none: it may be the first one.
     *
     * @param subscriptions the lower-cased Azure subscriptions that some process polls
     * @param scopes the known states of scopes, by state key
     */
    List<String> find(ScanPlan plan, Collection<String> subscriptions, Map<String, KnownState> scopes) {
        ScanFreshness freshness = new ScanFreshness(plan, target -> Optional.ofNullable(scopes.get(target.key())));
        return schedules.crons().keySet().stream()
                .sorted()
                .flatMap(source ->
                        subscriptions.stream().flatMap(subscription -> late(freshness, source, subscription).stream()))
                .map(Late::text)
                .toList();
    }

    private Optional<Late> late(ScanFreshness freshness, String source, String subscription) {
        return freshness
                .lastComplete(source, subscription)
                .flatMap(at -> overdue.overdueFor(
                        source, Duration.between(at, clock.instant()).toNanos()))
                .map(since -> new Late(source, subscription, since, false));
    }
}
