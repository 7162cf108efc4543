package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every form of a scope. */
class ScopesIT {
    private static final String BATCH = "/providers/Microsoft.Batch/batchAccounts/*";
    private static final String MAPS = "/providers/Microsoft.Maps/accounts/*";
    private static final String APIM = "/providers/Microsoft.ApiManagement/service/*/subscriptions/*";

    @Test
    void each_form_of_a_scope_is_scanned_to_its_end() {
        TestResources resources = new TestResources();
        String account = resources.batch("account");
        String another = resources.batch("another");
        String certificate = resources.certificate(account);
        resources.certificate(another);
        String maps = resources.maps("maps");
        String subscription = resources.apim("sid");
        List<Map<String, String>> watchFiles = List.of(
                Map.of(TestResources.SUBSCRIPTION + "/", "all"),
                Map.of(TestResources.GROUP, "all"),
                Map.of(
                        TestResources.SUBSCRIPTION + BATCH, "batch-account 2",
                        TestResources.GROUP + MAPS, "maps-keys 1",
                        account + "/certificates/*", "batch-certificate 1",
                        TestResources.SERVICE + "/subscriptions/*", "apim-subscription 1"),
                Map.of(
                        TestResources.GROUP + BATCH, "batch-account 2",
                        TestResources.SUBSCRIPTION + MAPS, "maps-keys 1",
                        TestResources.SUBSCRIPTION + BATCH + "/certificates/*", "batch-certificate 2",
                        TestResources.GROUP + APIM, "apim-subscription 1"),
                Map.of(
                        account, "batch-account 2",
                        another, "batch-account 2",
                        maps, "maps-keys 1",
                        certificate, "batch-certificate 1",
                        subscription, "apim-subscription 1"));
        Map<String, Integer> whole =
                Map.of("batch-account", 2, "batch-certificate", 2, "maps-keys", 1, "apim-subscription", 1);
        try (SimulatedAzure azure = SimulatedAzure.with(resources)) {
            for (Map<String, String> watched : watchFiles) {
                try (ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.copyOf(watched.keySet()))) {
                    armwatch.start();
                    watched.forEach((scope, what) -> {
                        if (what.equals("all")) {
                            whole.forEach((source, count) -> check(armwatch, source, scope, count));
                        } else {
                            String[] parts = what.split(" ", -1);
                            check(armwatch, parts[0], told(scope), Integer.parseInt(parts[1]));
                        }
                    });
                    assertThat(armwatch.processedEvents().stream()
                                    .filter(told -> !told.isScan())
                                    .map(ReceivedEvent::type))
                            .containsOnly("resource.discovered");
                }
            }
        }
    }

    /** Single resources of one Azure subscription are reported as one scan. */
    private static String told(String scope) {
        return scope.endsWith("*") ? scope : TestResources.SUBSCRIPTION;
    }

    private static void check(ArmwatchFixture armwatch, String source, String scope, int count) {
        armwatch.scanned(source, scope);
        ReceivedEvent scan = armwatch.scanned(source, scope);
        EventFormatCheck.checkSchema(scan);
        assertThat(scan.topic()).isEqualTo(armwatch.name() + ".polling");
        assertThat(scan.attribute("subject")).isEqualTo(source);
        assertThat(scan.data("complete")).as("%s", scan).isEqualTo("true");
        for (String field : List.of("expected", "seen", "unchanged")) {
            assertThat(scan.data().get(field).asInt())
                    .as("%s of %s", field, scan)
                    .isEqualTo(count);
        }
    }
}
