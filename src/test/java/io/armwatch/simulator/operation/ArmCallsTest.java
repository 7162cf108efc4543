package io.armwatch.simulator.operation;

import static io.armwatch.simulator.SimulatorClient.MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.fault.FaultySimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmCallsTest {
    private static final Duration NO_GRACE = Duration.ZERO;
    private static final String AZURE_SUBSCRIPTION = SimulatorClient.SUBSCRIPTION.substring("/subscriptions/".length());

    @Test
    void calls_are_kept_by_azure_subscription_and_budget_with_their_times() {
        try (FaultySimulator r = new FaultySimulator("- answer: { gzip: true }")) {
            Instant begun = r.clock.instant();
            r.batch();
            r.forward(3);
            r.listKeys();
            r.client.get("/health");
            r.token();
            ArmCalls calls = r.simulator.calls();
            assertThat(calls.subscriptions()).containsExactly(AZURE_SUBSCRIPTION);
            assertThat(calls.of(AZURE_SUBSCRIPTION).reads().all())
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.at()).isEqualTo(begun);
                        assertThat(call.answered()).contains(begun);
                        assertThat(call.status()).isEqualTo(200);
                        assertThat(call.path()).isEqualTo(SimulatorClient.BATCH);
                    });
            assertThat(calls.writes().all()).extracting(ArmCall::path).containsExactly(MAPS + "/listKeys");
            assertThat(calls.on("/MYMAPSACCOUNT/").count()).isEqualTo(1);
            r.simulator.forgetCalls();
            assertThat(r.simulator.calls().count()).isZero();
        }
    }

    @Test
    void the_busiest_window_is_found_wherever_it_begins() {
        try (FaultySimulator r = new FaultySimulator("- answer: { gzip: true }")) {
            for (int pause : List.of(0, 5, 4, 4, 9, 1, 30)) {
                r.forward(pause);
                r.batch();
            }
            ArmCalls calls = r.simulator.calls();
            assertThat(calls.busiest(Duration.ofSeconds(10))).isEqualTo(3);
            assertThat(calls.busiest(Duration.ofSeconds(1))).isEqualTo(2);
            assertThat(calls.writes().busiest(Duration.ofSeconds(10))).isZero();
        }
    }

    @Test
    void after_a_429_every_call_that_spends_the_same_budget_is_early() {
        try (FaultySimulator r =
                new FaultySimulator("- { when: { first: 1 }, answer: { status: 429, retry-after: 7s } }")) {
            r.batch();
            r.forward(6);
            r.maps();
            r.listKeys();
            r.forward(1);
            r.batch();
            assertThat(r.simulator.calls().early(NO_GRACE))
                    .extracting(ArmCall::path)
                    .containsExactly(MAPS);
            assertThat(r.simulator.calls().early(Duration.ofSeconds(6))).isEmpty();
        }
    }

    @Test
    void after_any_other_answer_only_the_same_call_is_early() {
        try (FaultySimulator r =
                new FaultySimulator("- { when: { first: 1 }, answer: { status: 503, retry-after-date: 7s } }")) {
            r.batch();
            r.forward(6);
            r.maps();
            assertThat(r.simulator.calls().early(NO_GRACE)).isEmpty();
            r.batch();
            assertThat(r.simulator.calls().early(NO_GRACE)).hasSize(1);
        }
    }

    @Test
    void a_call_without_an_answer_is_kept_too() {
        try (FaultySimulator r = new FaultySimulator("- answer: { send: close }")) {
            assertThat(r.bytes(1)).isEmpty();
            assertThat(r.simulator.calls().all()).singleElement().satisfies(call -> {
                assertThat(call.status()).isZero();
                assertThat(call.answered()).isEmpty();
            });
        }
    }
}
