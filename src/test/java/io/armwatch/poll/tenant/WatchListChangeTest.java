package io.armwatch.poll.tenant;

import static io.armwatch.poll.tenant.TenantFixture.FIRST;
import static io.armwatch.poll.tenant.TenantFixture.MAPS;
import static io.armwatch.poll.tenant.TenantFixture.SECOND;
import static io.armwatch.poll.tenant.TenantFixture.THIRD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Observation.Unwatched;
import io.armwatch.config.WatchList;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Another watch list while lists of the tenant are watched, or begin to be. */
class WatchListChangeTest {
    private static final String ALL = "/subscriptions/*";
    private static final String GROUP = "/providers/Microsoft.Management/managementGroups/Platform";
    private static final Duration LATER = Duration.ofMinutes(5);

    private static WatchList list(String... scopes) throws Exception {
        String yaml = Stream.of(scopes).map(scope -> "  - " + scope + "\n").collect(joining("", "watch:\n", ""));
        return WatchList.parse(Path.of("watch.yaml"), yaml.getBytes(UTF_8));
    }

    private static void known(TenantFixture tenant, String subscription) throws Exception {
        String id = "/subscriptions/" + subscription + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/known";
        tenant.store.knows(PolledResource.of(MAPS, id), OfficialExample.JSON.createObjectNode(), Optional.empty());
    }

    @Test
    void a_new_list_of_the_tenant_is_read_soon() throws Exception {
        try (TenantFixture tenant = TenantFixture.of("/subscriptions/" + FIRST)) {
            tenant.discovery().watchList(list("/subscriptions/" + FIRST, ALL));

            Awaitility.await().until(() -> tenant.watched().size() == 3);
        }
    }

    @Test
    void what_only_a_removed_list_held_is_unwatched_after_the_confirmations_and_the_rest_stays() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            known(tenant, FIRST);
            known(tenant, THIRD);

            tenant.discovery().watchList(list("/subscriptions/" + FIRST));

            assertThat(tenant.watched()).containsExactly(FIRST);
            Reconciliation reconciliation = tenant.scheduler().upkeep().reconciliation();
            assertThat(reconciliation.review(MAPS)).as("not confirmed yet").isEmpty();
            assertThat(reconciliation.review(MAPS))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Unwatched.class,
                            unwatched -> assertThat(unwatched.target().id().subscriptionId())
                                    .isEqualTo(THIRD));
        }
    }

    @Test
    void a_scope_that_is_back_before_the_confirmations_was_never_away() throws Exception {
        try (TenantFixture tenant = TenantFixture.of("/subscriptions/" + FIRST, "/subscriptions/" + SECOND)) {
            known(tenant, SECOND);
            Reconciliation reconciliation = tenant.scheduler().upkeep().reconciliation();
            tenant.discovery().watchList(list("/subscriptions/" + FIRST));
            assertThat(reconciliation.review(MAPS)).isEmpty();

            tenant.discovery().watchList(list("/subscriptions/" + FIRST, "/subscriptions/" + SECOND));

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND);
            assertThat(reconciliation.review(MAPS)).isEmpty();
            tenant.discovery().watchList(list("/subscriptions/" + FIRST));
            assertThat(reconciliation.review(MAPS)).as("counted anew").isEmpty();
        }
    }

    @Test
    void a_list_of_the_tenant_that_stays_keeps_what_was_read() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(ALL)) {
            tenant.read();
            long reads = tenant.reads();

            tenant.discovery().watchList(list(ALL, "/subscriptions/" + FIRST + "/resourceGroups/rg1"));

            assertThat(tenant.watched()).containsExactly(FIRST, SECOND, THIRD);
            assertThat(tenant.read()).isTrue();
            assertThat(tenant.reads()).as("not due yet").isEqualTo(reads);
        }
    }

    @Test
    void the_problem_of_a_list_ends_when_its_scope_is_removed() throws Exception {
        try (TenantFixture tenant = TenantFixture.of(GROUP)) {
            tenant.simulator.faults("""
                    - fault: no rights
                      calls: { path: "/**" }
                      answer: { status: 403, code: AuthorizationFailed }
                    """);
            tenant.read();
            assertThat(tenant.discovery().problems()).hasSize(1);

            tenant.discovery().watchList(list("/subscriptions/" + FIRST));

            assertThat(tenant.discovery().problems()).isEmpty();
            tenant.pass(LATER);
            assertThat(tenant.read()).isTrue();
            assertThat(tenant.watched()).containsExactly(FIRST);
        }
    }
}
