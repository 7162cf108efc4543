package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.operation.ArmCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** ARM's budget, and what it says when it is spent. */
class ThrottlingIT {
    private static final String ONE = "00000000-0000-4000-8000-000000000001";
    private static final String OTHER = "00000000-0000-4000-8000-000000000002";
    private static final Duration UNDER_WAY = Duration.ofMillis(300);

    @Test
    void a_storm_of_429_is_waited_out_and_delays_no_other_subscription() {
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder().resources(500));
                ArmwatchFixture armwatch = new ArmwatchFixture(
                                azure.uri(), List.of("/subscriptions/" + ONE, "/subscriptions/" + OTHER))
                        .with("armwatch.budget.share", "1")
                        .with("armwatch.schedule.batch-certificate", "0/5 * * * * ?")
                        .with("armwatch.schedule.maps-keys", "0/5 * * * * ?")) {
            armwatch.start();
            List<String> all = azure.simulator().pollableIds();
            all.forEach(id -> armwatch.reader().await("resource.discovered", id));
            List<Fault> storm = azure.simulator().faults("""
                            - fault: a 429 storm in one Azure subscription
                              calls: { path: /subscriptions/%s/, method: GET }
                              when: { until: 5s }
                              answer: { status: 429, retry-after: 7s }
                            """.formatted(ONE));
            azure.simulator().forgetCalls();
            Instant from = Instant.now();
            tag(azure, account(all, ONE), "during");
            tag(azure, account(all, OTHER), "during");
            ReceivedEvent other = armwatch.reader().await("resource.changed", account(all, OTHER));
            assertThat(Duration.between(from, Instant.parse(other.data("observedAt"))))
                    .isLessThan(Duration.ofSeconds(4));
            ReceivedEvent one = armwatch.reader().await("resource.changed", account(all, ONE));
            assertThat(Duration.between(from, Instant.parse(one.data("observedAt"))))
                    .isGreaterThan(Duration.ofSeconds(6));
            assertThat(storm.get(0).appliedCount()).isPositive();
            assertThat(azure.simulator().calls().early(UNDER_WAY)).isEmpty();
            assertThat(armwatch.news("batch-account", "/subscriptions/" + ONE).stream()
                            .filter(each -> each.type().equals("resource.changed")))
                    .hasSize(2);
        }
    }

    @Test
    void calls_that_hang_in_one_subscription_delay_no_other() {
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder().resources(500));
                ArmwatchFixture armwatch = new ArmwatchFixture(
                                azure.uri(), List.of("/subscriptions/" + ONE, "/subscriptions/" + OTHER))
                        .with("armwatch.budget.share", "1")
                        .with("armwatch.http.concurrency", "8")
                        .with("armwatch.http.timeout", "20")) {
            List<Fault> hanging = azure.simulator().faults("""
                            - fault: no answer in one Azure subscription
                              calls: { path: /subscriptions/%s/ }
                              answer: { send: hang }
                            """.formatted(ONE));
            armwatch.start();
            Awaitility.await("calls that hang").until(() -> hanging.get(0).appliedCount() >= 4);
            Instant from = Instant.now();
            armwatch.scanned("batch-account", "/subscriptions/" + OTHER);
            armwatch.scanned("maps-keys", "/subscriptions/" + OTHER);
            assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static String account(List<String> all, String subscription) {
        return all.stream()
                .filter(id -> id.contains(subscription) && id.matches(".*/batchAccounts/[^/]+"))
                .findFirst()
                .orElseThrow();
    }

    private static void tag(SimulatedAzure azure, String id, String value) {
        azure.call("PATCH", id, "{\"tags\":{\"storm\":\"" + value + "\"}}");
    }

    @Test
    void many_maps_accounts_never_exceed_the_share_of_the_budget() {
        double share = 0.2;
        int allowed = (int) (share * (200 + 10 * 10));
        try (SimulatedAzure azure =
                        mapsAccounts(allowed + 8, SimulatorOptions.builder().throttle(true));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(TestResources.SUBSCRIPTION))
                        .with("armwatch.budget.share", Double.toString(share))
                        .with("armwatch.schedule.batch-account", "0/2 * * * * ?")
                        .with("armwatch.schedule.batch-certificate", "0/10 * * * * ?")
                        .with("armwatch.schedule.apim-subscription", "0/10 * * * * ?")) {
            armwatch.start();
            ReceivedEvent scan =
                    armwatch.reader().await("a scan", each -> each.isScan("maps-keys", TestResources.SUBSCRIPTION));
            assertThat(scan.data("changed")).isEqualTo(Integer.toString(allowed + 8));
            ArmCalls calls = azure.simulator().calls();
            int busiest = calls.writes().busiest(Duration.ofSeconds(10));
            System.out.println("writes in the busiest 10 seconds: " + busiest + " of " + allowed);
            assertThat(busiest).isBetween(allowed * 9 / 10, allowed);
            assertThat(calls.reads().busiest(Duration.ofSeconds(10))).isLessThanOrEqualTo((int) (share * 500));
            assertThat(calls.where(call -> call.status() == 429).all()).isEmpty();
            assertThat(armwatch.reader().scans().stream()
                            .filter(each -> each.isScan("batch-account", TestResources.SUBSCRIPTION)))
                    .as("scans that spend reads go on meanwhile")
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void where_nothing_remains_only_what_is_refilled_is_spent() {
        try (SimulatedAzure azure = mapsAccounts(40, SimulatorOptions.builder());
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(TestResources.SUBSCRIPTION))
                        .with("armwatch.http.concurrency", "2")) {
            azure.simulator().faults("""
                            - fault: out of the budget of writes
                              calls: { kind: writes }
                              answer: { headers: { x-ms-ratelimit-remaining-subscription-writes: 0 } }
                            """);
            armwatch.start();
            ReceivedEvent scan =
                    armwatch.reader().await("a scan", each -> each.isScan("maps-keys", TestResources.SUBSCRIPTION));
            assertThat(scan.data("changed")).isEqualTo("40");
            int busiest = azure.simulator().calls().writes().busiest(Duration.ofSeconds(2));
            assertThat(busiest).isLessThanOrEqualTo(2 + 2 * 5 + 1);
        }
    }

    private static SimulatedAzure mapsAccounts(int count, SimulatorOptionsBuilder options) {
        TestResources resources = new TestResources();
        for (int i = 0; i < count; i++) {
            resources.maps("maps" + i);
        }
        return SimulatedAzure.with(resources, options);
    }
}
