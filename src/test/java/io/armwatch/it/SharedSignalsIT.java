package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two processes read the same signals: the one that holds the Azure subscription acts on each, also after a hand-over. */
final class SharedSignalsIT {
    private static final List<String> ACCOUNTS = IntStream.rangeClosed(1, 6)
            .mapToObj("/subscriptions/00000000-0000-4000-8000-%012x"::formatted)
            .map(each -> each + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps1")
            .toList();

    private static ArmwatchFixture armwatch(URI arm) {
        return new ArmwatchFixture(arm, ACCOUNTS)
                .with("armwatch.sources", "maps-keys")
                .with("armwatch.signals", "true")
                .with("armwatch.schedule.maps-keys", SignalsFixture.NEVER);
    }

    @Test
    void each_signal_leads_to_one_poll_by_the_process_that_holds_the_subscription() {
        TestResources resources = new TestResources();
        ACCOUNTS.forEach(resources::add);
        // by account: the hosts by which it was asked for, which differ between the processes
        Map<String, Set<String>> hosts = new ConcurrentHashMap<>();
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                SignalsFixture signals = new SignalsFixture(azure, List.of(ACCOUNTS.get(0)));
                ArmwatchFixture second =
                        armwatch(URI.create("http://localhost:" + azure.uri().getPort()))) {
            ArmwatchFixture first = signals.armwatch();
            try (ArmwatchFixture other = armwatch(azure.uri())) {
                other.with("armwatch.application-id", first.name()).with("armwatch.topics.prefix", first.name());
                second.with("armwatch.application-id", first.name()).with("armwatch.topics.prefix", first.name());
                other.start();
                second.start();
                ACCOUNTS.forEach(id -> first.reader().await("resource.discovered", id));
                awaitShared(other, second);
                List<Long> before = new ArrayList<>();
                ACCOUNTS.forEach(id -> before.add(azure.asked(id)));
                azure.simulator()
                        .onRequest(request -> hosts.computeIfAbsent(
                                        request.path().toLowerCase(Locale.ROOT), path -> ConcurrentHashMap.newKeySet())
                                .add(String.valueOf(request.getHeader("Host"))));

                rotateAndSignal(azure, signals, first);

                assertThat(ACCOUNTS)
                        .allSatisfy(id -> assertThat(azure.asked(id) - before.get(ACCOUNTS.indexOf(id)))
                                .isEqualTo(1));
                assertThat(hosts.values().stream().flatMap(Set::stream).distinct())
                        .as("both processes poll")
                        .hasSize(2);

                second.stop();
                Awaitility.await("the hand-over").until(() -> held(other) == ACCOUNTS.size());
                rotateAndSignal(azure, signals, first);
            }
        }
    }

    private static void rotateAndSignal(SimulatedAzure azure, SignalsFixture signals, ArmwatchFixture reader) {
        for (String id : ACCOUNTS) {
            long before = rotations(reader, id);
            azure.call("POST", id + "/regenerateKey", "{\"keyType\":\"primary\"}");
            signals.poll(id);
            Awaitility.await("the rotation of " + id).until(() -> {
                reader.reader().poll(Duration.ofMillis(20));
                return rotations(reader, id) == before + 1;
            });
        }
    }

    private static long rotations(ArmwatchFixture armwatch, String id) {
        return armwatch.reader().told(id).stream()
                .filter(each -> each.type().equals("key.rotated"))
                .count();
    }

    private static double held(ArmwatchFixture armwatch) throws IOException {
        return armwatch.metric("armwatch_subscriptions_held");
    }

    private static void awaitShared(ArmwatchFixture other, ArmwatchFixture second) {
        Awaitility.await("each to hold some, and to have scanned it")
                .until(() -> held(other) > 0
                        && held(second) > 0
                        && held(other) + held(second) == ACCOUNTS.size()
                        && second.metric("armwatch_scans_seconds_count{source=\"maps-keys\"}") >= held(second));
    }
}
