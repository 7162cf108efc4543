package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Target;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchDifferenceTest {
    private static final String SUB = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String OTHER = "/subscriptions/7c1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String GROUP = SUB + "/resourceGroups/rg1";
    private static final String MAPS = GROUP + "/providers/Microsoft.Maps/accounts/";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static CurrentPlan plan(List<String> excluded, String... scopes) throws Exception {
        ScopeParser parser = new ScopeParser(Sources.scheduled().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .toList());
        List<Scope> parsed = new ArrayList<>();
        for (String scope : scopes) {
            parsed.add(parser.parse(scope, 1));
        }
        return new CurrentPlan(new Settings.Watch(
                parsed,
                Map.of("maps-keys", "0 * * * * ?", "apim-subscription", "0 * * * * ?"),
                false,
                1,
                Fingerprints.sha256(),
                Map.of(),
                TimePolicy.DEFAULT,
                Exclusions.of(excluded.stream().map(ArmId::of).toList())));
    }

    /** What an installation with this plan has, after a complete scan that has found some maps accounts. */
    private static List<KnownState> known(CurrentPlan running, String... maps) {
        List<KnownState> states = new ArrayList<>();
        for (Part part : running.plan().all()) {
            if (!part.isSingle()) {
                states.add(state(Sources.listTarget(part.source(), part.id()), Optional.of(part.coverage())));
            }
        }
        for (String id : maps) {
            states.add(state(new Target("maps-keys", ArmId.of(id), ""), Optional.empty()));
        }
        return states;
    }

    private static KnownState state(Target target, Optional<String> coverage) {
        return new KnownState(
                target,
                Optional.of(NOW),
                1,
                Optional.of(NOW),
                coverage.isPresent()
                        ? Optional.empty()
                        : Optional.of(JsonNodeFactory.instance.objectNode().put("name", "a")),
                false,
                0,
                Optional.empty(),
                List.of(),
                coverage.map(text -> new CompleteScan(NOW, text)),
                Optional.empty(),
                1);
    }

    @Test
    void the_same_watch_list_makes_no_difference() throws Exception {
        CurrentPlan running = plan(List.of(GROUP), SUB, MAPS + "one");

        WatchDifference difference = WatchDifference.of(running, known(running, MAPS.replace("rg1", "rg2") + "two"));

        assertThat(difference.starts()).isEmpty();
        assertThat(difference.stops()).isEmpty();
        assertThat(difference.startLines()).containsExactly("starts watching: nothing");
    }

    @Test
    void a_new_scope_starts_and_what_no_scope_covers_stops() throws Exception {
        CurrentPlan running = plan(List.of(), GROUP);

        WatchDifference difference =
                WatchDifference.of(plan(List.of(), OTHER, MAPS + "two"), known(running, MAPS + "one", MAPS + "two"));

        assertThat(difference.starts())
                .containsOnlyKeys("maps-keys", "apim-subscription")
                .containsEntry("maps-keys", Set.of(OTHER));
        assertThat(difference.stopLines())
                .containsExactly("stops watching: 1 maps-keys", "- maps-keys " + MAPS + "one");
    }

    @Test
    void a_narrower_scope_starts_nothing() throws Exception {
        CurrentPlan running = plan(List.of(), SUB);

        assertThat(WatchDifference.of(plan(List.of(), GROUP, MAPS + "unknown"), known(running))
                        .starts())
                .isEmpty();
    }

    @Test
    void an_id_that_is_no_longer_excluded_starts_and_one_that_is_now_excluded_stops() throws Exception {
        CurrentPlan running = plan(List.of(MAPS + "one"), SUB);

        WatchDifference difference =
                WatchDifference.of(plan(List.of(MAPS + "two"), SUB), known(running, MAPS + "two", MAPS + "three"));

        assertThat(difference.starts().get("maps-keys")).containsExactly((MAPS + "one").toLowerCase(Locale.ROOT));
        assertThat(difference.stops()).containsOnlyKeys("maps-keys");
        assertThat(difference.stops().get("maps-keys")).containsExactly(MAPS + "two");
    }

    @Test
    void a_deleted_resource_does_not_stop() throws Exception {
        KnownState gone = new KnownState(
                new Target("maps-keys", ArmId.of(MAPS + "gone"), ""),
                Optional.of(NOW),
                2,
                Optional.of(NOW),
                Optional.empty(),
                true,
                0,
                Optional.empty(),
                List.of());

        assertThat(WatchDifference.of(plan(List.of(), OTHER), List.of(gone)).stops())
                .isEmpty();
    }
}
