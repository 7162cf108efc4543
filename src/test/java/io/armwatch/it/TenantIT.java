package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scopes that stand for Azure subscriptions which only a list of the tenant names. */
class TenantIT {
    private static final String FIRST = "/subscriptions/00000000-0000-4000-8000-000000000001";
    private static final String SECOND = "/subscriptions/00000000-0000-4000-8000-000000000002";
    private static final String ALL = "/subscriptions/*";
    private static final String PLATFORM = "/providers/Microsoft.Management/managementGroups/Platform";
    private static final String MAPS = "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps000003";

    private static SimulatedAzure azure() {
        SimulatedAzure azure =
                SimulatedAzure.of(SimulatorOptions.builder().resources(500).pageSize(1_000));
        azure.simulator().putManagementGroup("platform", List.of(FIRST.substring(15), SECOND.substring(15)));
        return azure;
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, PLATFORM})
    void what_a_list_of_the_tenant_names_is_watched_but_for_what_is_excluded(String scope) {
        try (SimulatedAzure azure = azure();
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope))) {
            armwatch.without(SECOND, FIRST + MAPS).start();
            armwatch.scanned("maps-keys", FIRST);
            List<ReceivedEvent> accounts = armwatch.processedEvents().stream()
                    .filter(each -> each.type().equals("resource.discovered"))
                    .filter(each -> each.key().contains("/microsoft.maps/"))
                    .toList();

            assertThat(accounts)
                    .extracting(ReceivedEvent::key)
                    .containsExactlyInAnyOrderElementsOf(azure.simulator().pollableIds().stream()
                            .map(id -> id.toLowerCase(Locale.ROOT))
                            .filter(id -> id.startsWith(FIRST) && id.contains("/microsoft.maps/"))
                            .filter(id -> !id.equalsIgnoreCase(FIRST + MAPS))
                            .toList());
            assertThat(azure.asked(FIRST + MAPS)).isZero();
            assertThat(azure.simulator().calls().subscriptions())
                    .filteredOn(each -> !each.isEmpty())
                    .containsExactly(FIRST.substring(15));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, PLATFORM})
    void a_list_that_cannot_be_read_is_an_outage_of_its_scope_and_ends_nothing(String scope) {
        try (SimulatedAzure azure = azure();
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope))) {
            armwatch.start();
            armwatch.scanned("maps-keys", SECOND);
            armwatch.stop();
            var fault = azure.simulator()
                    .fault(
                            request -> request.path().equals("/subscriptions")
                                    || request.path().endsWith("/descendants"),
                            request -> request.response()
                                    .setStatusCode(403)
                                    .end("{\"error\":{\"code\":\"AuthorizationFailed\"}}"));
            armwatch.start();
            ReceivedEvent failed =
                    armwatch.reader().await("poll.failed", each -> each.type().equals("poll.failed"));
            EventFormatCheck.checkSchema(failed);
            assertThat(failed.data("resourceId")).isEqualTo(scope);
            assertThat(failed.data("reason")).isEqualTo("forbidden");
            assertThat(failed.data("endpoint")).isEqualTo("subscriptions");
            armwatch.scanned("maps-keys", SECOND);
            assertThat(armwatch.text("/observe/health?data=true").orElse("")).contains("cannot be listed");
            ReceivedEvent found = armwatch.reader()
                    .await(
                            "a Maps account",
                            each -> each.type().equals("resource.discovered")
                                    && each.data("resourceType").equals("Microsoft.Maps/accounts"));
            CommandResult show = armwatch.run("show", found.data("resourceId"));
            assertThat(show.errors()).isEmpty();
            assertThat(show.lines()).anyMatch(line -> line.contains(scope) && line.contains("forbidden"));
            armwatch.stop();
            fault.close();

            armwatch.start();
            ReceivedEvent recovered = armwatch.reader()
                    .await("poll.recovered", each -> each.type().equals("poll.recovered"));
            armwatch.news("maps-keys", SECOND);

            EventFormatCheck.checkSchema(recovered);
            assertThat(recovered.data("resourceId")).isEqualTo(scope);
            assertThat(armwatch.processedEvents())
                    .extracting(ReceivedEvent::type)
                    .contains("resource.discovered", "poll.failed", "poll.recovered")
                    .doesNotContain("resource.unwatched", "resource.deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, PLATFORM, FIRST})
    void an_exclusion_that_takes_nothing_out_is_reported_once(String scope) {
        String nowhere = "/subscriptions/00000000-0000-4000-8000-00000000000f";
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = azure();
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope))) {
            armwatch.without(nowhere, FIRST + MAPS).start();
            armwatch.scanned("maps-keys", FIRST);
            armwatch.scanned("maps-keys", FIRST);

            assertThat(logs.lines("exclude"))
                    .containsExactly(
                            "WARN The watch list excludes " + nowhere
                                    + ", but no scope covers that, so it takes nothing out: correct or remove it under exclude");
        }
    }
}
