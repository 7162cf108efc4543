package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.change.Reporting;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.source.DefaultSchedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which watched resource an id from outside is about. */
class WatchedResourcesTest {
    private static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String PROVIDERS = SUBSCRIPTION + "/resourceGroups/rg1/providers/";

    private static CurrentPlan plan(List<String> watched, Set<String> excluded) {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> scopes = new ArrayList<>();
        try {
            for (String text : watched) {
                scopes.add(parser.parse(text, scopes.size() + 1));
            }
        } catch (InvalidScopeException e) {
            throw new IllegalStateException(e);
        }
        return new CurrentPlan(new Settings.Watch(
                scopes,
                DefaultSchedules.ALL,
                false,
                1,
                Fingerprints.sha256(),
                Map.of(),
                TimePolicy.DEFAULT,
                new Exclusions(excluded),
                Reporting.ALL));
    }

    /** The sources and the id, or nothing. */
    private static String nearest(CurrentPlan plan, String id) {
        List<WatchedResources.Watched> found = WatchedResources.nearest(plan, ArmId.of(id));
        return found.isEmpty()
                ? "nothing"
                : String.join(
                                "+",
                                found.stream()
                                        .map(each -> each.target().source())
                                        .sorted()
                                        .toList())
                        + " "
                        + found.get(0).target().id().text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Microsoft.Maps/accounts/maps1 | maps-keys | Microsoft.Maps/accounts/maps1
            Microsoft.Maps/accounts/maps1/creators/c1 | maps-keys | Microsoft.Maps/accounts/maps1
            Microsoft.Maps/accounts/maps1/listKeys | maps-keys | Microsoft.Maps/accounts/maps1
            Microsoft.Maps/accounts/maps1/providers/Microsoft.Insights/diagnosticSettings/d | maps-keys | Microsoft.Maps/accounts/maps1
            Microsoft.Batch/batchAccounts/b | batch-account | Microsoft.Batch/batchAccounts/b
            Microsoft.Batch/batchAccounts/b/certificates/c | batch-certificate | Microsoft.Batch/batchAccounts/b/certificates/c
            Microsoft.ApiManagement/service/s/subscriptions/x | apim-subscription | Microsoft.ApiManagement/service/s/subscriptions/x
            Microsoft.ApiManagement/service/s/products/p | apim-service | Microsoft.ApiManagement/service/s
            """)
    void it_is_the_resource_itself_or_the_nearest_one_above(String id, String source, String nearest) {
        CurrentPlan plan = plan(List.of(SUBSCRIPTION), Set.of());
        String expected = source + " " + PROVIDERS + nearest;

        assertThat(nearest(plan, PROVIDERS + id)).isEqualTo(expected);
        assertThat(nearest(plan, (PROVIDERS + id).toUpperCase(Locale.ROOT))).isEqualToIgnoringCase(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/resourceGroups/rg1",
                "/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1",
                "/resourceGroups/rg1/providers/Microsoft.Maps/accounts",
                "/providers/Microsoft.Authorization/roleAssignments/r"
            })
    void something_that_no_source_watches_is_not_the_azure_subscription_that_holds_it(String below) {
        assertThat(nearest(plan(List.of(SUBSCRIPTION), Set.of()), SUBSCRIPTION + below))
                .isEqualTo("nothing");
    }

    @Test
    void the_azure_subscription_itself_is_watched() {
        assertThat(nearest(plan(List.of(SUBSCRIPTION), Set.of()), SUBSCRIPTION))
                .isEqualTo("azure-subscription " + SUBSCRIPTION);
    }

    @Test
    void what_no_scope_covers_or_the_watch_list_excludes_is_not_watched() {
        String maps = PROVIDERS + "Microsoft.Maps/accounts/maps1";
        String other = PROVIDERS + "Microsoft.Maps/accounts/maps2";

        assertThat(nearest(plan(List.of(maps), Set.of()), maps)).isEqualTo("maps-keys " + maps);
        assertThat(nearest(plan(List.of(maps), Set.of()), other)).isEqualTo("nothing");
        assertThat(nearest(plan(List.of(SUBSCRIPTION), Set.of(maps.toLowerCase(Locale.ROOT))), maps))
                .isEqualTo("nothing");
    }
}
