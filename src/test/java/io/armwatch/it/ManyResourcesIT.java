package io.armwatch.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.operation.ArmCalls;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** 10,000 resources in 40 Azure subscriptions, none of which is named in the watch file. */
class ManyResourcesIT {
    private static final int RESOURCES = 10_000;
    private static final List<String> SOURCES =
            List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription");
    private static final List<String> SCOPES = IntStream.rangeClosed(1, 40)
            .mapToObj("/subscriptions/00000000-0000-4000-8000-%012x"::formatted)
            .toList();
    /** In each: its Batch accounts, the certificates of 50 of them, its Maps accounts, the subscriptions and workspaces of 5 services, the subscriptions of a workspace. */
    private static final int PAGES = 40 * (1 + 50 + 1 + 1 + 5 + 5 + 1);

    private static final int MAPS_ACCOUNTS = RESOURCES / 10;

    @Test
    void all_are_found_once_by_few_calls_and_are_unchanged_the_next_time() {
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder().resources(RESOURCES));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), SCOPES)) {
            SOURCES.forEach(source -> armwatch.with("armwatch.schedule." + source, "0 0 0 1 1 ? 2090"));
            scan(armwatch, azure, "first");
            List<ReceivedEvent> found = armwatch.processedEvents();
            Map<String, Long> discovered = found.stream()
                    .filter(each -> each.type().equals("resource.discovered"))
                    .collect(groupingBy(ReceivedEvent::key, counting()));
            assertThat(discovered)
                    .hasSize(RESOURCES)
                    .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            assertThat(discovered.keySet())
                    .containsExactlyInAnyOrderElementsOf(azure.simulator().pollableIds().stream()
                            .map(id -> id.toLowerCase(Locale.ROOT))
                            .toList());
            checkCalls(azure.simulator().calls());
            checkScans(found, 1, "changed");

            azure.simulator().forgetCalls();
            scan(armwatch, azure, "second");
            List<ReceivedEvent> after = armwatch.processedEvents();
            checkCalls(azure.simulator().calls());
            List<ReceivedEvent> news = after.subList(found.size(), after.size());
            assertThat(news).allMatch(ReceivedEvent::isScan);
            checkScans(news, 1, "unchanged");
        }
    }

    /** Runs the service until every source has scanned every Azure subscription once more. */
    private static void scan(ArmwatchFixture armwatch, SimulatedAzure azure, String which) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Instant from = Instant.now();
        long cpu = system.getProcessCpuTime();
        long before = scans(armwatch);
        armwatch.start();
        Awaitility.await("160 scans")
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(50))
                .timeout(Duration.ofMinutes(3))
                .until(() -> scans(armwatch) >= before + 160);
        ArmCalls calls = azure.simulator().calls();
        System.out.printf(
                Locale.ROOT,
                "%s scan: %d pages, %d GETs, %d POSTs, %.1f s, %.1f s of CPU (with the simulator and the broker)%n",
                which,
                PAGES,
                calls.reads().count(),
                calls.writes().count(),
                Duration.between(from, Instant.now()).toMillis() / 1000.0,
                (system.getProcessCpuTime() - cpu) / 1e9);
        armwatch.stop();
    }

    private static long scans(ArmwatchFixture armwatch) {
        return armwatch.reader().scans().size();
    }

    private static void checkCalls(ArmCalls calls) {
        assertThat(calls.writes().count()).isEqualTo(MAPS_ACCOUNTS);
        assertThat(calls.reads().count()).isLessThanOrEqualTo(PAGES * 12 / 10);
        assertThat(calls.where(call -> call.status() != 200).all()).isEmpty();
    }

    private static void checkScans(List<ReceivedEvent> told, int times, String how) {
        List<ReceivedEvent> scans = told.stream().filter(ReceivedEvent::isScan).toList();
        assertThat(scans).hasSize(160 * times).allSatisfy(each -> {
            EventFormatCheck.checkSchema(each);
            assertThat(each.data("complete")).isEqualTo("true");
        });
        for (String count : List.of("expected", "seen", how)) {
            assertThat(scans.stream()
                            .mapToInt(each -> each.data().get(count).asInt())
                            .sum())
                    .as(count)
                    .isEqualTo(RESOURCES * times);
        }
    }
}
