package io.armwatch.management.api;

import io.armwatch.management.view.ResourceSummary;
import io.armwatch.management.view.ResourceSummary.Condition;
import io.armwatch.management.view.ScanEnd;
import io.armwatch.management.view.ScopeOutages;
import io.armwatch.management.view.ScopeSummary;
import io.armwatch.poll.ScanReport;
import io.armwatch.poll.scan.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a row for each source: its scans in all Azure subscriptions, put together. */
final class SourceRows {
    private static final int MOST_OUTAGES = 5;

    private final ApiSources from;
    private final ScopeOutages outages;
    private final List<ScanReport> local;
    private final List<ScanEnd> ends;

    SourceRows(ApiSources from) {
        this.from = from;
        this.outages = ScopeOutages.of(from.view().known().scopes());
        this.local = from.polling().scans();
        this.ends = from.view().events().scans();
    }

    /**
     * The counts of the last scans.
     *
     * @param seen how many of the expected resources were seen
     */
    record Counts(int expected, int seen, int unchanged, int changed, int failed) {
        private Counts plus(Counts other) {
            return new Counts(
                    expected + other.expected,
                    seen + other.seen,
                    unchanged + other.unchanged,
                    changed + other.changed,
                    failed + other.failed);
        }
    }

    /**
     * A source.
     *
     * @param lastScanAt when the last scan of any scope ended
     * @param completeSince the begin of the oldest of the last complete scans: everything was seen at that time or later
     * @param lastScanSeconds how long the longest of the last scans took
     * @param running in how many Azure subscriptions this process scans now
     * @param queued how many requests wait in this process
     * @param outages scopes and lists that cannot be polled, some of them
     */
    record Row(
            String name,
            String schedule,
            boolean paused,
            Optional<Instant> nextScanAt,
            Optional<Instant> lastScanAt,
            Optional<Instant> completeSince,
            Optional<Double> lastScanSeconds,
            Optional<Counts> counts,
            long resources,
            long failing,
            long running,
            int queued,
            List<ErrorInfo> outages) {}

    /** All sources that are watched, by name. */
    List<Row> all() {
        return from.watch().schedules().keySet().stream()
                .sorted()
                .map(this::row)
                .toList();
    }

    private Row row(String source) {
        List<ScopeSummary> scopes = from.view().known().scopes().stream()
                .filter(scope -> scope.source().equals(source))
                .toList();
        List<ResourceSummary> resources = from.view().known().resources().stream()
                .filter(each -> each.source().equals(source))
                .toList();
        ResourceRows rows = new ResourceRows(from);
        boolean paused = from.paused().test(source);
        List<LastScan> scans = lastScans(source);
        return new Row(
                source,
                from.watch().schedules().getOrDefault(source, ""),
                paused,
                paused ? Optional.empty() : from.schedules().next(source, from.now()),
                scopes.stream().flatMap(scope -> scope.scannedAt().stream()).max(Comparator.naturalOrder()),
                completeSince(scopes),
                scans.stream()
                        .map(LastScan::took)
                        .max(Comparator.naturalOrder())
                        .map(took -> took.toMillis() / 1000.0),
                scans.stream().map(LastScan::counts).reduce(Counts::plus),
                resources.size(),
                resources.stream()
                        .filter(each -> each.condition(outages) == Condition.FAILING)
                        .count(),
                local.stream()
                        .filter(each -> each.source().equals(source)
                                && each.runningSince().isPresent())
                        .count(),
                from.polling().queued(source),
                outages.all().stream()
                        .filter(scope -> scope.source().equals(source))
                        .limit(MOST_OUTAGES)
                        .map(rows::error)
                        .toList());
    }

    /** Empty if a scope has had no complete scan yet. */
    private static Optional<Instant> completeSince(List<ScopeSummary> all) {
        List<ScopeSummary> scopes = all.stream().filter(ScopeSummary::isScope).toList();
        return scopes.stream().allMatch(scope -> scope.completeScanAt().isPresent())
                ? scopes.stream()
                        .flatMap(scope -> scope.completeScanAt().stream())
                        .min(Comparator.naturalOrder())
                : Optional.empty();
    }

    private record LastScan(Duration took, Counts counts) {}

    /** The last scans: of what this process holds from its memory, of the rest from the events. */
    private List<LastScan> lastScans(String source) {
        List<ScanReport> own =
                local.stream().filter(each -> each.source().equals(source)).toList();
        List<LastScan> scans = new ArrayList<>(own.stream()
                .flatMap(each -> each.last().stream())
                .map(SourceRows::lastScan)
                .toList());
        ends.stream()
                .filter(end -> end.source().equals(source))
                .filter(end ->
                        own.stream().noneMatch(each -> end.scope().startsWith("/subscriptions/" + each.subscription())))
                .map(SourceRows::lastScan)
                .forEach(scans::add);
        return scans;
    }

    private static LastScan lastScan(RunResult run) {
        return new LastScan(
                run.took(), new Counts(run.expected(), run.seen(), run.unchanged(), run.changed(), run.failed()));
    }

    private static LastScan lastScan(ScanEnd end) {
        return new LastScan(
                end.took(), new Counts(end.expected(), end.seen(), end.unchanged(), end.changed(), end.failed()));
    }
}
