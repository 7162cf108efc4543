package io.armwatch.poll.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Target;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanFreshnessTest {
    private static final String ID = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String SUB = "/subscriptions/" + ID;
    private static final String MAPS = "/providers/Microsoft.Maps/accounts";
    private static final String SOURCE = "maps-keys";
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Map<String, KnownState> states = new HashMap<>();
    private final ScanPlan plan = plan(
            SUB + "/resourceGroups/rg1" + MAPS + "/*",
            SUB + "/resourceGroups/rg2" + MAPS + "/one",
            SUB + "/resourceGroups/rg2" + MAPS + "/two");

    private static ScanPlan plan(String... scopes) {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> parsed = new ArrayList<>();
        try {
            for (String scope : scopes) {
                parsed.add(parser.parse(scope, parsed.size() + 1));
            }
        } catch (InvalidScopeException e) {
            throw new IllegalStateException(e);
        }
        return ScanPlan.of(parsed, Sources.scheduled(), Exclusions.NONE);
    }

    private void scanned(String scope, Instant at, String coverage) {
        Target target = new Target(SOURCE, ArmId.of(scope), Target.LIST + SOURCE);
        states.put(
                target.key(),
                new KnownState(
                        target,
                        Optional.empty(),
                        1,
                        Optional.of(at),
                        Optional.empty(),
                        false,
                        0,
                        Optional.empty(),
                        List.of(),
                        Optional.of(new CompleteScan(at, coverage)),
                        Optional.empty(),
                        1));
    }

    private Optional<Instant> last() {
        return new ScanFreshness(plan, target -> Optional.ofNullable(states.get(target.key())))
                .lastComplete(SOURCE, ID);
    }

    private String listCoverage() {
        return requireNonNull(plan.parts(SOURCE).get(ID)).stream()
                .filter(part -> !part.isSingle())
                .findFirst()
                .orElseThrow()
                .coverage();
    }

    @Test
    void the_oldest_of_the_last_complete_scans_of_all_scopes_counts() {
        scanned(SUB + "/resourceGroups/rg1" + MAPS, NOON, listCoverage());
        scanned(SUB, NOON.minusSeconds(60), plan.singlesCoverage(SOURCE, ID));

        assertThat(last()).contains(NOON.minusSeconds(60));
    }

    @Test
    void a_scope_that_was_never_scanned_completely_leaves_none() {
        scanned(SUB + "/resourceGroups/rg1" + MAPS, NOON, listCoverage());

        assertThat(last()).isEmpty();
    }

    @Test
    void a_scan_of_other_resources_than_today_s_does_not_count() {
        scanned(SUB + "/resourceGroups/rg1" + MAPS, NOON, listCoverage());
        scanned(SUB, NOON, "named others");

        assertThat(last()).isEmpty();
    }

    @Test
    void a_source_without_a_scope_was_never_scanned() {
        assertThat(new ScanFreshness(plan, target -> Optional.empty()).lastComplete("batch-account", ID))
                .isEmpty();
    }
}
