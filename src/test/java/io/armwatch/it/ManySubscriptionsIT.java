package io.armwatch.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** 300 Azure subscriptions with 100 resources each, none of which is named in the watch file. */
class ManySubscriptionsIT {
    private static final int SUBSCRIPTIONS = 300;
    private static final int RESOURCES = 100;
    private static final List<String> SOURCES =
            List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription");

    private static String subscription(int number) {
        return "/subscriptions/00000000-0000-4000-8000-%012x".formatted(number);
    }

    /** 10 Batch accounts with 3 certificates each, 20 Maps accounts, and a service with 40 subscriptions, in each Azure subscription. */
    private static Path seed(Path folder) throws IOException {
        ArrayNode seed = new ObjectMapper().createArrayNode();
        for (int number = 1; number <= SUBSCRIPTIONS + 1; number++) {
            String providers = subscription(number) + "/resourceGroups/rg1/providers/";
            String service = providers + "Microsoft.ApiManagement/service/apim" + number;
            seed.addObject().put("id", service);
            for (int i = 0; i < 40; i++) {
                seed.addObject().put("id", service + "/subscriptions/sub" + i);
            }
            for (int i = 0; i < 20; i++) {
                seed.addObject().put("id", providers + "Microsoft.Maps/accounts/maps" + i);
            }
            for (int i = 0; i < 10; i++) {
                String account = providers + "Microsoft.Batch/batchAccounts/batch" + i;
                seed.addObject().put("id", account);
                for (int c = 0; c < 3; c++) {
                    seed.addObject().put("id", account + "/certificates/sha1-%040x".formatted(100 * i + c));
                }
            }
        }
        return Files.write(folder.resolve("seed.json"), new ObjectMapper().writeValueAsBytes(seed));
    }

    @Test
    void all_are_found_by_the_list_of_the_tenant_and_scanned_once() throws IOException {
        Path folder = TemporaryFolder.create("subscriptions");
        String excluded = subscription(SUBSCRIPTIONS + 1);
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder().seed(seed(folder)));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of("/subscriptions/*"))) {
            SOURCES.forEach(source -> armwatch.with("armwatch.schedule." + source, "0 0 0 1 1 ? 2090"));
            armwatch.without(excluded);
            measure(armwatch);

            Map<String, Long> discovered = armwatch.processedEvents().stream()
                    .filter(each -> each.type().equals("resource.discovered"))
                    .collect(groupingBy(ReceivedEvent::key, counting()));
            assertThat(discovered).hasSize(SUBSCRIPTIONS * RESOURCES);
            assertThat(discovered.values()).containsOnly(1L);
            assertThat(azure.simulator().calls().on(excluded).all()).isEmpty();
            assertThat(azure.simulator()
                            .calls()
                            .where(call -> call.status() != 200)
                            .all())
                    .isEmpty();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** Starts armwatch and waits until each source has scanned each Azure subscription. */
    private static void measure(ArmwatchFixture armwatch) {
        var threads = ManagementFactory.getThreadMXBean();
        long heapBefore = usedHeap();
        int threadsBefore = threads.getThreadCount();
        threads.resetPeakThreadCount();
        Instant from = Instant.now();
        armwatch.start();
        Duration started = Duration.between(from, Instant.now());
        Awaitility.await("1200 scans")
                .timeout(Duration.ofMinutes(5))
                .until(() -> scans(armwatch) >= SUBSCRIPTIONS * SOURCES.size());
        Duration scanned = Duration.between(from, Instant.now());
        int peak = threads.getPeakThreadCount() - threadsBefore;
        long heap = usedHeap() - heapBefore;
        System.out.printf(
                Locale.ROOT,
                "300 subscriptions with 100 resources each: started after %.1f s, scanned after %.1f s, %d threads at most, %d MB%n",
                started.toMillis() / 1000.0,
                scanned.toMillis() / 1000.0,
                peak,
                heap / 1024 / 1024);
        // the workers that armwatch.http.concurrency allows each source, and some of Kafka and Camel: not one for each
        // subscription
        assertThat(peak).isLessThan(250);
        assertThat(heap).isLessThan(400L * 1024 * 1024);
    }

    private static double scans(ArmwatchFixture armwatch) throws IOException {
        double scans = 0;
        for (String source : SOURCES) {
            scans += armwatch.metric("armwatch_scans_seconds_count{source=\"" + source + "\"}");
        }
        return scans;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
