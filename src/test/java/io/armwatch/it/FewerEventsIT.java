package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The settings {@code armwatch.first-scan} and {@code armwatch.scan-events}. */
final class FewerEventsIT {
    private static final String GROUP = TestResources.GROUP;
    private static final String NEW_MAPS = "{\"location\":\"westus\",\"kind\":\"Gen2\",\"sku\":{\"name\":\"G2\"}}";

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String account = resources.batch("account");
    private final String certificate = resources.certificate(account);

    private static void awaitCompleteScan(ArmwatchFixture armwatch, String source) {
        armwatch.reader()
                .await(
                        "a complete scan of " + source,
                        each -> each.isScan(source, GROUP)
                                && each.data().path("complete").asBoolean());
    }

    private static List<String> discovered(ArmwatchFixture armwatch) {
        return armwatch.processedEvents().stream()
                .filter(each -> each.type().equals("resource.discovered"))
                .map(ReceivedEvent::key)
                .toList();
    }

    @Test
    void a_baseline_reports_what_has_failed_what_changes_and_what_is_found_later() {
        String later = TestResources.PROVIDERS + "Microsoft.Maps/accounts/later";
        String afterRestart = TestResources.PROVIDERS + "Microsoft.Maps/accounts/after-restart";
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(GROUP)).with("armwatch.first-scan", "baseline")) {
            azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
            armwatch.start();
            ArmwatchFixture.SOURCES.forEach(source -> awaitCompleteScan(armwatch, source));
            armwatch.reader().await("certificate.deletion-failed", certificate);
            assertThat(discovered(armwatch)).isEmpty();
            List.of(maps, account, certificate)
                    .forEach(id -> assertThat(armwatch.reader().known(ReceivedEvent.key(id)))
                            .as(id)
                            .isPresent());

            azure.call("PUT", later, NEW_MAPS);
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            armwatch.reader().await("resource.discovered", later);
            armwatch.reader().await("key.rotated", maps);
            armwatch.stop();

            azure.call("PUT", afterRestart, NEW_MAPS);
            armwatch.start();
            armwatch.reader().await("resource.discovered", afterRestart);
            assertThat(discovered(armwatch))
                    .containsExactlyInAnyOrder(ReceivedEvent.key(later), ReceivedEvent.key(afterRestart));
        }
    }

    @Test
    void after_a_loss_of_the_known_states_there_is_a_baseline_again() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(GROUP)).with("armwatch.first-scan", "baseline")) {
            armwatch.start();
            armwatch.scanned("maps-keys", GROUP);
            armwatch.processedEvents();
            armwatch.stop();
            ArmwatchFixture.get(armwatch.admin()
                    .deleteTopics(List.of(armwatch.name() + "-known-states-changelog"))
                    .all());

            armwatch.start();
            armwatch.scanned("maps-keys", GROUP);
            assertThat(discovered(armwatch)).isEmpty();
            assertThat(armwatch.reader().known(ReceivedEvent.key(maps))).isPresent();
        }
    }

    @Test
    void only_incomplete_scans_are_published() {
        String missing = resources.missing(TestResources.batchId("missing"));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(maps, missing))
                        .with("armwatch.scan-events", "false")) {
            armwatch.start();
            ReceivedEvent incomplete = armwatch.reader().await("an incomplete scan", ReceivedEvent::isScan);
            Awaitility.await("more polls").until(() -> azure.asked(maps) >= 3);
            armwatch.processedEvents();

            assertThat(incomplete.data("source")).isEqualTo("batch-account");
            assertThat(armwatch.reader().scans())
                    .isNotEmpty()
                    .allSatisfy(scan ->
                            assertThat(scan.data().path("complete").asBoolean()).isFalse());
        }
    }
}
