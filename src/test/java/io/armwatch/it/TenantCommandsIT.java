package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code armwatch check} and {@code armwatch once} with scopes that stand for Azure subscriptions which only a list names. */
final class TenantCommandsIT {
    private static final String FIRST = "/subscriptions/00000000-0000-4000-8000-000000000001";
    private static final String SECOND = "/subscriptions/00000000-0000-4000-8000-000000000002";
    private static final String NOWHERE = "/subscriptions/00000000-0000-4000-8000-00000000000f";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestResources resources = new TestResources();

    @ParameterizedTest
    @ValueSource(strings = {"/subscriptions/*", "/providers/Microsoft.Management/managementGroups/platform"})
    void a_scope_of_the_tenant_is_checked_and_scanned_once(String scope) {
        for (String subscription : List.of(FIRST, SECOND)) {
            resources.add(subscription + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps1");
            resources.add(subscription + "/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/storage1");
        }
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(resources, SimulatorOptions.builder());
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope))
                        .with("armwatch.sources", "maps-keys,storage-account")) {
            azure.simulator().hideSubscription(TestResources.SUBSCRIPTION.substring(15), true);
            azure.simulator().putManagementGroup("platform", List.of(FIRST.substring(15), SECOND.substring(15)));

            ArmwatchProcess check = armwatch.spawn("check", ArmwatchProcess.Options.ORDINARY);
            assertThat(check.awaitEnd(PATIENCE)).as(check.output()).isZero();
            assertThat(check.output()).contains("scope    " + scope + ", 2 Azure subscriptions");

            ArmwatchProcess once = armwatch.spawn("once", ArmwatchProcess.Options.ORDINARY);
            assertThat(once.awaitEnd(PATIENCE)).as(once.output()).isZero();
            assertThat(armwatch.processedEvents().stream()
                            .filter(each -> !each.isScan())
                            .map(each -> each.type() + " " + each.key()))
                    .containsExactlyInAnyOrderElementsOf(resources.watched().stream()
                            .map(id -> "resource.discovered " + id.toLowerCase(Locale.ROOT))
                            .toList());

            armwatch.without(NOWHERE);
            ArmwatchProcess wrong = armwatch.spawn("check", ArmwatchProcess.Options.ORDINARY);
            assertThat(wrong.awaitEnd(PATIENCE)).as(wrong.output()).isEqualTo(1);
            assertThat(wrong.output()).contains("NOT OK    exclude  " + NOWHERE, "no scope covers that");

            azure.simulator()
                    .faults("""
                    - fault: the list
                      calls: { method: GET, path: "%s" }
                      answer: { status: 403 }
                    """.formatted(scope.startsWith("/subscriptions") ? "/subscriptions" : "/**/descendants"));
            ArmwatchProcess unread = armwatch.spawn("check", ArmwatchProcess.Options.ORDINARY);
            assertThat(unread.awaitEnd(PATIENCE)).as(unread.output()).isEqualTo(1);
            assertThat(unread.output())
                    .contains("The Azure subscriptions of the scope " + scope + " cannot be listed: forbidden 403")
                    .doesNotContain("NOT OK    exclude");
        }
    }
}
