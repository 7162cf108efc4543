package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is asked for no more often than it has to be. */
class CheapIT {
    @Test
    void a_resource_with_an_etag_is_requested_with_it() {
        TestResources resources = new TestResources();
        String account = resources.batch("account");
        String certificate = resources.certificate(account);
        String subscription = resources.apim("sid");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(certificate, subscription))) {
            armwatch.start();
            for (String id : List.of(certificate, subscription)) {
                armwatch.reader().await("resource.discovered", id);
                Awaitility.await("304 for " + id).until(() -> notModified(azure, id) >= 3);
                assertThat(azure.simulator().calls().on(id).count() - notModified(azure, id))
                        .as("whole answers")
                        .isLessThanOrEqualTo(3);
            }
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"suspended\"}}");
            armwatch.reader().await("subscription.state-changed", subscription);
            azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
            armwatch.reader().await("certificate.deletion-failed", certificate);
        }
    }

    private static int notModified(SimulatedAzure azure, String id) {
        return azure.simulator()
                .calls()
                .on(id)
                .where(call -> call.status() == 304)
                .count();
    }

    @Test
    void secrets_are_requested_at_first_and_when_the_etag_changes() {
        TestResources resources = new TestResources();
        String subscription = resources.apim("sid");
        resources.apim("another");
        String scope = TestResources.SERVICE + "/subscriptions/*";
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(scope)).with("armwatch.apim.keys", "true")) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", subscription);
            armwatch.news("apim-subscription", scope);
            armwatch.news("apim-subscription", scope);
            assertThat(listSecrets(azure)).isEqualTo(2);
            assertThat(notModified(azure, subscription)).isPositive();
            azure.call("POST", subscription + "/regeneratePrimaryKey", "");
            ReceivedEvent rotated = armwatch.reader().await("key.rotated", subscription);
            assertThat(rotated.data("key")).isEqualTo("primary");
            assertThat(armwatch.news("apim-subscription", scope).stream()
                            .filter(each -> each.type().equals("key.rotated")))
                    .hasSize(1);
            assertThat(listSecrets(azure)).isEqualTo(3);
        }
    }

    private static int listSecrets(SimulatedAzure azure) {
        return azure.simulator().calls().on("/listSecrets").count();
    }

    @Test
    void forbidden_secrets_are_reported_once_and_not_requested_in_every_scan() {
        TestResources resources = new TestResources();
        String subscription = resources.apim("sid");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(subscription)).with("armwatch.apim.keys", "true")) {
            azure.simulator().faults("""
                            - fault: listSecrets is not allowed
                              calls: { operation: Subscription_ListSecrets }
                              answer: { status: 403 }
                            """);
            armwatch.start();
            ReceivedEvent failed = armwatch.reader().await("poll.failed", TestResources.SUBSCRIPTION);
            assertThat(failed.data("message"))
                    .contains("Microsoft.ApiManagement/service/subscriptions/listSecrets/action");
            azure.awaitAsked(List.of(subscription), 8);
            assertThat(listSecrets(azure)).isLessThanOrEqualTo(5);
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"suspended\"}}");
            armwatch.reader().await("subscription.state-changed", subscription);
            armwatch.processedEvents();
            assertThat(armwatch.reader().typesTold(subscription))
                    .containsExactlyInAnyOrder("resource.discovered", "subscription.state-changed");
        }
    }
}
