package io.armwatch.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two processes of one installation share the Azure subscriptions that only a list of the tenant names. */
final class SharedTenantIT {
    private static final List<String> SUBSCRIPTIONS = IntStream.rangeClosed(1, 8)
            .mapToObj("/subscriptions/00000000-0000-4000-8000-%012x"::formatted)
            .toList();
    private static final String NEW = SUBSCRIPTIONS.get(7);
    private static final List<String> OLD = SUBSCRIPTIONS.subList(0, 7);

    private final TestResources resources = new TestResources();
    /** By Azure subscription: the hosts by which it was asked for, which differ between the processes. */
    private final Map<String, Set<String>> pollers = new ConcurrentHashMap<>();

    private static ArmwatchFixture armwatch(URI arm) {
        return new ArmwatchFixture(arm, List.of("/subscriptions/*"))
                .without(TestResources.SUBSCRIPTION)
                .with("armwatch.sources", "maps-keys,storage-account")
                .with("armwatch.topics.partitions", "4");
    }

    private void note(HttpServerRequest request) {
        if (request.path().contains("/providers/")) {
            pollers.computeIfAbsent(request.path().substring(0, NEW.length()), key -> ConcurrentHashMap.newKeySet())
                    .add(String.valueOf(request.getHeader("Host")));
        }
    }

    /** Waits until each is polled by one process and both poll some, from one scan of all of them to the next. */
    private void awaitShared(List<String> subscriptions) {
        Awaitility.await("each Azure subscription polled by one of two processes")
                .until(() -> {
                    if (!pollers.keySet().containsAll(subscriptions)) {
                        return false;
                    }
                    Map<String, Set<String>> scanned = Map.copyOf(pollers);
                    pollers.clear();
                    Set<String> hosts = new TreeSet<>();
                    scanned.values().forEach(hosts::addAll);
                    return hosts.size() == 2 && scanned.values().stream().allMatch(each -> each.size() == 1);
                });
    }

    @Test
    void each_is_polled_by_one_of_them_and_a_new_one_is_found_once() {
        SUBSCRIPTIONS.forEach(each -> {
            resources.add(each + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps1");
            resources.add(each + "/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/storage1");
        });
        List<String> old = resources.watched().subList(0, 14);
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(resources, SimulatorOptions.builder());
                ArmwatchFixture first = armwatch(azure.uri());
                ArmwatchFixture second =
                        armwatch(URI.create("http://localhost:" + azure.uri().getPort()))) {
            azure.simulator().onRequest(this::note);
            azure.simulator().hideSubscription(NEW.substring(15), true);
            second.with("armwatch.application-id", first.name()).with("armwatch.topics.prefix", first.name());
            first.start();
            ArmwatchProcess child = second.spawn(ArmwatchProcess.Options.ORDINARY);
            old.forEach(id -> first.reader().await("resource.discovered", id));
            awaitShared(OLD);
            assertThat(azure.simulator().calls().on(NEW).all()).isEmpty();
            azure.call("POST", old.get(0) + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("PATCH", old.get(13), "{\"tags\":{\"team\":\"x\"}}");
            first.reader().await("key.rotated", old.get(0));
            first.reader().await("resource.changed", old.get(13));

            azure.simulator().hideSubscription(NEW.substring(15), false);
            first.stop();
            first.start();
            child.terminate();
            child.awaitEnd(Duration.ofSeconds(30));
            second.spawn(ArmwatchProcess.Options.ORDINARY);
            resources.watched().forEach(id -> first.reader().await("resource.discovered", id));
            awaitShared(SUBSCRIPTIONS);

            Map<String, Long> events = first.processedEvents().stream()
                    .filter(each -> !each.isScan())
                    .collect(groupingBy(each -> each.type() + " " + each.key(), counting()));
            assertThat(events.values()).containsOnly(1L);
            assertThat(events.keySet())
                    .containsAll(resources.watched().stream()
                            .map(id -> "resource.discovered " + id.toLowerCase(Locale.ROOT))
                            .toList())
                    .hasSize(resources.watched().size() + 2);
        }
    }
}
