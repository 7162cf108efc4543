package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.fault.Fault;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Gone, or just not seen. */
class GoneIT {
    @Test
    void a_single_404_is_not_a_deletion_but_three_in_a_row_are() {
        TestResources resources = new TestResources();
        String id = resources.batch("account");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(id)).with("armwatch.missing.confirmations", "3")) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", id);
            List<Fault> faults = azure.simulator().faults("""
                            - fault: a 404 at every other call
                              calls: { operation: BatchAccount_Get }
                              when: { every: 2, per: path }
                              answer: { status: 404 }
                            """);
            azure.awaitAsked(List.of(id), 6);
            assertThat(faults.get(0).appliedCount()).isGreaterThanOrEqualTo(2);
            faults.forEach(Fault::close);
            assertThat(armwatch.news("batch-account", TestResources.SUBSCRIPTION))
                    .hasSize(1);
            assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isPresent();

            long before = azure.asked(id);
            azure.call("DELETE", id, "");
            armwatch.reader().await("resource.deleted", id);
            assertThat(azure.asked(id) - before).isGreaterThanOrEqualTo(3);
            armwatch.processedEvents();
            assertThat(armwatch.reader().typesTold(id)).containsExactly("resource.discovered", "resource.deleted");
            assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isEmpty();
        }
    }

    @Test
    void the_certificates_of_a_deleted_account_are_deleted_too() {
        TestResources resources = new TestResources();
        String stays = resources.batch("stays");
        String goes = resources.batch("goes");
        String kept = resources.certificate(stays);
        List<String> gone = List.of(goes, resources.certificate(goes), resources.certificate(goes));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(TestResources.GROUP + "/"))) {
            armwatch.start();
            gone.forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.reader().await("resource.discovered", kept);
            azure.call("DELETE", goes, "");
            gone.forEach(id -> armwatch.reader().await("resource.deleted", id));
            List<ReceivedEvent> news = armwatch.news("batch-certificate", TestResources.GROUP + "/");
            assertThat(news.stream().filter(each -> each.type().equals("resource.deleted")))
                    .hasSize(3);
            assertThat(news.stream().filter(each -> each.type().startsWith("poll.")))
                    .isEmpty();
            gone.forEach(id ->
                    assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isEmpty());
            assertThat(armwatch.reader().known(KnownStateCheck.key(kept))).isPresent();
        }
    }

    @Test
    void a_subscription_that_returns_with_other_keys_has_not_had_them_rotated() {
        TestResources resources = new TestResources();
        String id = resources.apim("sid");
        String secrets = KnownStateCheck.key(id) + "/listsecrets";
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(id)).with("armwatch.apim.keys", "true")) {
            armwatch.start();
            Awaitility.await("its keys")
                    .pollInSameThread()
                    .until(() -> armwatch.reader().known(secrets).isPresent());
            azure.call("DELETE", id, "");
            armwatch.reader().await("resource.deleted", id);
            Awaitility.await("no keys")
                    .pollInSameThread()
                    .until(() -> armwatch.reader().known(secrets).isEmpty());
            azure.call("PUT", id, "{\"properties\":{\"displayName\":\"again\",\"scope\":\"/apis\"}}");
            Awaitility.await("its keys")
                    .pollInSameThread()
                    .until(() -> armwatch.reader().known(secrets).isPresent());
            armwatch.processedEvents();
            assertThat(armwatch.reader().typesTold(id))
                    .as("the subscription and its keys, each time")
                    .containsExactly(
                            "resource.discovered",
                            "resource.discovered",
                            "resource.deleted",
                            "resource.deleted",
                            "resource.discovered",
                            "resource.discovered");
        }
    }
}
