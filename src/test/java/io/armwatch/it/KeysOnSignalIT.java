package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code armwatch.maps.keys=on-signal}: listKeys is asked on signals and once a day only. */
final class KeysOnSignalIT {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keys_are_asked_for_on_signals_although_scans_go_on(boolean named) {
        TestResources resources = new TestResources();
        String maps = resources.maps("maps1");
        String other = resources.maps("maps2");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                SignalsFixture signals =
                        new SignalsFixture(azure, named ? List.of(maps, other) : List.of(TestResources.SUBSCRIPTION))) {
            ArmwatchFixture armwatch = signals.armwatch()
                    .with("armwatch.sources", "maps-keys,batch-account")
                    .with("armwatch.maps.keys", "on-signal")
                    .with("armwatch.schedule.maps-keys", "* * * * * ?")
                    .with("armwatch.schedule.batch-account", "* * * * * ?");
            armwatch.start();
            armwatch.reader().await("resource.discovered", maps);
            armwatch.reader().await("resource.discovered", other);
            // the poll after the one that discovered an account confirms its state; from then on it rests
            long before = awaitRest(azure, maps);

            if (!named) {
                ReceivedEvent scan = armwatch.scanned("maps-keys", TestResources.SUBSCRIPTION);
                assertThat(scan.data("unchanged")).isEqualTo("2");
                assertThat(scan.data("complete")).isEqualTo("true");
            }
            assertThat(azure.asked(maps)).isEqualTo(before);

            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            signals.poll(maps);
            armwatch.reader().await("key.rotated", maps);
            assertThat(azure.asked(maps)).isGreaterThan(before);

            if (!named) {
                String created = TestResources.PROVIDERS + "Microsoft.Maps/accounts/maps3";
                azure.call("PUT", created, "{\"location\":\"global\",\"sku\":{\"name\":\"G2\"}}");
                armwatch.reader().await("resource.discovered", created);
            }
        }
    }

    /** Waits until two ticks in a row have not asked for an account. */
    private static long awaitRest(SimulatedAzure azure, String id) {
        long[] seen = {-1, 0};
        Awaitility.await("rest of " + id).pollInterval(Duration.ofMillis(1500)).until(() -> {
            boolean same = azure.asked(id) == seen[0];
            seen[0] = azure.asked(id);
            seen[1] = same ? seen[1] + 1 : 0;
            return seen[1] == 2;
        });
        assertThat(seen[0]).isLessThanOrEqualTo(4);
        return seen[0];
    }
}
