package io.armwatch.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LateScansTest {
    private static final String ID = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String SOURCE = "maps-keys";
    private static final Map<String, String> CRONS = Map.of(SOURCE, "0 0/15 * * * ?");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final ScanPlan plan = plan();
    private final LateScans scans = new LateScans(new Schedules(CRONS), Clock.fixed(NOON, ZoneOffset.UTC));

    private static ScanPlan plan() {
        try {
            Scope scope = new ScopeParser(Sources.all().stream()
                            .map(Source::types)
                            .flatMap(List::stream)
                            .distinct()
                            .toList())
                    .parse("/subscriptions/" + ID, 1);
            return ScanPlan.of(new Settings(
                            new Settings.Azure(
                                    AzureCloud.PUBLIC,
                                    AzureCloud.PUBLIC.endpoint(),
                                    false,
                                    1,
                                    Duration.ofSeconds(1),
                                    1),
                            new Settings.Watch(List.of(scope), CRONS, false, 1, Fingerprints.sha256()),
                            new Settings.Kafka("nowhere:9092", Map.of(), true, "a", "azure", 1, false),
                            new Settings.Management("127.0.0.1", 0))
                    .watch());
        } catch (ScopeParser.InvalidScopeException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> lateAfter(Duration age) {
        Target target = new Target(SOURCE, ArmId.of("/subscriptions/" + ID), Target.LIST + SOURCE);
        String coverage = requireNonNull(plan.parts(SOURCE).get(ID)).get(0).coverage();
        KnownState scope = new KnownState(
                target,
                Optional.empty(),
                1,
                Optional.of(NOON),
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                List.of(),
                Optional.of(new CompleteScan(NOON.minus(age), coverage)),
                Optional.empty(),
                1);
        return scans.find(plan, List.of(ID), Map.of(target.key(), scope));
    }

    @Test
    void a_source_without_a_complete_scan_for_three_periods_is_named() {
        assertThat(lateAfter(Duration.ofMinutes(44))).isEmpty();
        assertThat(lateAfter(Duration.ofMinutes(46)))
                .containsExactly("maps-keys in " + ID + " has not completed a scan for 2760 s");
    }

    @Test
    void what_was_never_scanned_or_is_polled_by_nobody_is_not_late() {
        assertThat(scans.find(plan, List.of(ID), Map.of())).isEmpty();
        assertThat(scans.find(plan, List.of(), Map.of())).isEmpty();
    }
}
