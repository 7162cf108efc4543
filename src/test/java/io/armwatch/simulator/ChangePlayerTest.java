package io.armwatch.simulator;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.armwatch.simulator.estate.SimulatorOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangePlayerTest {
    @Test
    void play_rotates_a_maps_key_and_fails_a_deletion_and_changes_a_state() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.builder()
                .playEvery(Duration.ofMillis(100))
                .deletionDelay(Duration.ofMillis(1))
                .build())) {
            SimulatorClient client = new SimulatorClient(simulator);
            String path = BATCH + "/certificates" + BATCH_VERSION;
            await().untilAsserted(() -> {
                assertThat(simulator.counts().get("Accounts_RegenerateKeys")).isPositive();
                assertThat(simulator.counts().get("Subscription_Update")).isPositive();
                // In a state, or as the one before it is cancelled.
                assertThat(client.get(path).http().body()).contains("rovisioningState\":\"Failed\"");
            });
        }
    }

    @Test
    void play_takes_back_what_it_broke_and_goes_on() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.builder()
                .playEvery(Duration.ofMillis(20))
                .deletionDelay(Duration.ofMillis(1))
                .build())) {
            await().untilAsserted(() -> assertThat(simulator.counts())
                    .hasEntrySatisfying(
                            "Certificate_CancelDeletion",
                            calls -> assertThat(calls).isGreaterThan(2))
                    .hasEntrySatisfying(
                            "BatchAccount_Update", calls -> assertThat(calls).isGreaterThan(2))
                    .hasEntrySatisfying(
                            "BatchAccount_SynchronizeAutoStorageKeys",
                            calls -> assertThat(calls).isGreaterThan(2)));
        }
    }
}
