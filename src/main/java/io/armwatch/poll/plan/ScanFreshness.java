package io.armwatch.poll.plan;

import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Target;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Sources;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When everything that a source watches in an Azure subscription was last seen, by the complete scans in known states. It outlives
 * restarts and outages.
 *
 * @param known the known state of a scope
 */
public record ScanFreshness(ScanPlan plan, Function<Target, Optional<KnownState>> known) {
    /** Begin of the oldest of the last complete scans of the source's parts; empty if a part was never scanned completely. */
    public Optional<Instant> lastComplete(String source, String subscription) {
        List<Part> parts = plan.parts(source).getOrDefault(subscription, List.of());
        List<Optional<Instant>> scans = Stream.concat(
                        parts.stream()
                                .filter(part -> !part.isSingle())
                                .map(part -> lastComplete(part, part.coverage())),
                        parts.stream()
                                .filter(Part::isSingle)
                                .limit(1) // all single resources share a scan
                                .map(part -> lastComplete(
                                        part.subscriptionPart(), plan.singlesCoverage(source, subscription))))
                .toList();
        return scans.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : scans.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private Optional<Instant> lastComplete(Part part, String coverage) {
        return known.apply(Sources.listTarget(part.source(), part.id()))
                .flatMap(KnownState::completeScan)
                .filter(scan -> scan.coverage().equals(coverage))
                .map(CompleteScan::startedAt);
    }
}
