package io.armwatch.poll.tenant;

import static io.armwatch.poll.tenant.TenantFixture.FIRST;
import static io.armwatch.poll.tenant.TenantFixture.MAPS;
import static io.armwatch.poll.tenant.TenantFixture.SECOND;
import static io.armwatch.poll.tenant.TenantFixture.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionDiscoveryTest {
    private static final String ALL = "/subscriptions/*";
    private static final String GROUP = "/providers/Microsoft.Management/managementGroups/Platform";
    private static final String FORBIDDEN = """
            - fault: no rights
              calls: { path: "%s" }
              answer: { status: 403, code: AuthorizationFailed }
            """;
    private static final Duration LATER = Duration.ofMinutes(5);

    @Test
    void every_subscription_that_the_identity_can_read_is_watched() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            assertThat(tenant.watched()).isEmpty();

            assertThat(tenant.read()).isTrue();

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
            assertThat(tenant.scheduler().plan().plan().parts(MAPS).get(SECOND))
                    .singleElement()
                    .satisfies(part -> assertThat(part.scope()).isEqualTo("/subscriptions/" + SECOND));
            assertThat(tenant.reads()).as("pages of two").isEqualTo(2);
        }
    }

    @Test
    void the_subscriptions_below_a_management_group_are_watched() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(GROUP)) {
            tenant.simulator.putManagementGroup("Platform", List.of(SECOND, THIRD));

            assertThat(tenant.read()).isTrue();

            assertThat(tenant.watched()).containsExactly(SECOND, THIRD);
        }
    }

    @Test
    void an_excluded_subscription_is_not_watched_and_an_excluded_group_is_left_out() throws Exception {
        String group = "/subscriptions/" + SECOND + "/resourceGroups/RG1";
        try (TenantFixture tenant = new TenantFixture(List.of(ALL), List.of("/subscriptions/" + FIRST, group))) {
            tenant.read();

            assertThat(tenant.watched()).containsExactly(SECOND, THIRD);
            assertThat(tenant.scheduler().plan().plan().parts(MAPS).get(SECOND))
                    .singleElement()
                    .satisfies(part -> assertThat(part.exclusions().keys())
                            .containsExactly(ArmId.of(group).key()));
        }
    }

    @Test
    void a_new_subscription_is_found_by_the_next_read_and_its_scans_are_due() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.simulator.hideSubscription(THIRD, true);
            tenant.read();
            tenant.simulator.hideSubscription(THIRD, false);
            tenant.pass(LATER.minusMillis(1));
            tenant.read();
            assertThat(tenant.watched()).as("not read again yet").containsExactly(FIRST, SECOND);
            tenant.pass(Duration.ofMillis(1));

            tenant.read();

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
            assertThat(tenant.changes()).isEqualTo(2);
        }
    }

    @Test
    void a_tick_reads_the_lists_on_another_thread() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.scheduler().open();
            tenant.scheduler().begin(MAPS, true);

            Awaitility.await().until(() -> tenant.watched().size() == 3);
        }
    }

    @Test
    void a_subscription_that_left_is_unwatched_after_as_many_reads_as_confirmations() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            known(tenant, THIRD);
            tenant.simulator.hideSubscription(THIRD, true);
            tenant.pass(LATER);
            tenant.read();
            Reconciliation reconciliation = tenant.scheduler().upkeep().reconciliation();
            assertThat(tenant.watched()).as("one read proves nothing").contains(THIRD);
            assertThat(reconciliation.review(MAPS)).isEmpty();
            tenant.pass(LATER);

            tenant.read();

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND);
            assertThat(reconciliation.review(MAPS)).singleElement().isInstanceOf(Unwatched.class);
        }
    }

    @Test
    void a_subscription_that_is_missing_once_stays() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            for (boolean hidden : List.of(false, true, false, true)) {
                tenant.simulator.hideSubscription(THIRD, hidden);
                tenant.read();
                tenant.pass(LATER);
            }

            assertThat(tenant.watched()).contains(THIRD);
            assertThat(tenant.changes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, GROUP})
    void a_list_that_cannot_be_read_changes_nothing_and_is_reported_once(String scope) throws Exception {
        try (TenantFixture tenant = TenantFixture.of(scope)) {
            tenant.simulator.putManagementGroup("Platform", List.of(FIRST, SECOND, THIRD));
            tenant.read();
            var faults = tenant.simulator.faults(FORBIDDEN.formatted("/**"));
            for (int read = 1; read <= 4; read++) {
                tenant.pass(LATER);
                assertThat(tenant.read()).isFalse();
                tenant.sent.forEach(observation -> accept(tenant, observation));
            }

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
            assertThat(tenant.discovery().problems())
                    .singleElement()
                    .asString()
                    .startsWith("The Azure subscriptions of the scope " + scope
                            + " cannot be listed: forbidden 403 AuthorizationFailed")
                    .endsWith("give armwatch's identity the role that armwatch role prints, on this scope");
            assertThat(tenant.sent).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.target().id()).isEqualTo(ArmId.of(scope));
                assertThat(failed.failure().reason()).isEqualTo(Reason.FORBIDDEN);
            });
            faults.forEach(fault -> fault.close());
            tenant.pass(LATER);
            assertThat(tenant.read()).isTrue();
            assertThat(tenant.sent).last().isInstanceOf(Reached.class);
            assertThat(tenant.sent).hasSize(2);
        }
    }

    @Test
    void a_list_that_breaks_off_at_its_second_page_changes_nothing() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            tenant.simulator.faults("""
                    - fault: second page
                      calls: { path: "/subscriptions", page: 2 }
                      answer: { status: 403 }
                    """);
            for (int read = 1; read <= 4; read++) {
                tenant.pass(LATER);
                assertThat(tenant.read()).isFalse();
            }

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
        }
    }

    @Test
    void until_the_first_read_the_subscriptions_with_known_resources_are_watched() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL, "/subscriptions/" + FIRST + "/resourceGroups/rg1")) {
            known(tenant, FIRST);
            known(tenant, SECOND);
            var faults = tenant.simulator.faults(FORBIDDEN.formatted("/**"));
            tenant.read();
            assertThat(tenant.watched()).containsExactly(FIRST, SECOND);
            assertThat(tenant.scheduler().plan().plan().parts(MAPS).get(FIRST))
                    .as("the scope that names it")
                    .singleElement()
                    .satisfies(part -> assertThat(part.scope()).endsWith("rg1"));
            assertThat(tenant.scheduler().upkeep().reconciliation().review(MAPS))
                    .isEmpty();
            faults.forEach(fault -> fault.close());
            tenant.pass(LATER);

            tenant.read();

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
        }
    }

    @Test
    void a_retry_after_holds_the_next_read_back() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            var faults = tenant.simulator.faults("""
                    - fault: throttled
                      calls: { path: "/subscriptions" }
                      answer: { status: 429, headers: { Retry-After: 600 } }
                    """);
            assertThat(tenant.read()).isFalse();
            faults.forEach(fault -> fault.close());
            tenant.pass(Duration.ofSeconds(599));
            tenant.read();
            assertThat(tenant.reads()).isZero();
            tenant.pass(Duration.ofSeconds(1));

            assertThat(tenant.read()).isTrue();
            assertThat(tenant.watched()).hasSize(3);
        }
    }

    @Test
    void the_limit_of_the_tenant_does_not_limit_polls_of_subscriptions() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            for (int call = 1; call <= 250; call++) {
                assertThat(tenant.budget.take(FIRST, Kind.READS)).isZero();
            }

            assertThat(tenant.budget.take(SECOND, Kind.READS)).isZero();
        }
    }

    @Test
    void a_process_that_does_not_hold_the_scope_shows_its_outage_in_health_only() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.simulator.faults(FORBIDDEN.formatted("/**"));
            tenant.store.held(false);

            tenant.read();

            assertThat(tenant.sent).isEmpty();
            assertThat(tenant.discovery().problems()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"value\":{}}",
                "{\"value\":[{\"id\":\"/subscriptions/x\"}]}",
                "{\"value\":[{}]}",
                "{\"value\":[],\"nextLink\":\"https://evil.example/x\"}",
                "not json"
            })
    void an_answer_that_is_no_list_of_subscriptions_is_an_outage(String body) throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            tenant.simulator.fault(
                    request -> request.path().equals("/subscriptions"),
                    request -> request.response().end(body));
            tenant.pass(LATER);
            tenant.read();
            tenant.pass(LATER);
            tenant.read();

            assertThat(tenant.discovery().problems())
                    .singleElement()
                    .asString()
                    .contains("invalid-response")
                    .doesNotContain("evil");
            assertThat(tenant.watched()).hasSize(3);
        }
    }

    private static void known(TenantFixture tenant, String subscription) throws Exception {
        String id = "/subscriptions/" + subscription + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/known";
        tenant.store.knows(PolledResource.of(MAPS, id), OfficialExample.JSON.createObjectNode(), Optional.empty());
    }

    private static void accept(TenantFixture tenant, Observation observation) {
        var result = new ChangeDetection(1)
                .compare(
                        Optional.empty(),
                        observation,
                        Sources.comparison(observation.target()).orElseThrow());
        tenant.store.put(observation.target().key(), Json.write(((Accepted) result).known()));
    }
}
