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
        Resources resources = new Resources();
        String account = resources.batch("account");
        String another = resources.batch("another");
        String certificate = resources.certificate(account);
        resources.certificate(another);
        String maps = resources.maps("maps");
        String subscription = resources.apim("sid");
        List<Map<String, String>> watchFiles = List.of(
                Map.of(Resources.SUBSCRIPTION + "/", "all"),
                Map.of(Resources.GROUP, "all"),
                Map.of(
                        Resources.SUBSCRIPTION + BATCH, "batch-account 2",
                        Resources.GROUP + MAPS, "maps-keys 1",
                        account + "/certificates/*", "batch-certificate 1",
                        Resources.SERVICE + "/subscriptions/*", "apim-subscription 1"),
                Map.of(
                        Resources.GROUP + BATCH, "batch-account 2",
                        Resources.SUBSCRIPTION + MAPS, "maps-keys 1",
                        Resources.SUBSCRIPTION + BATCH + "/certificates/*", "batch-certificate 2",
                        Resources.GROUP + APIM, "apim-subscription 1"),
                Map.of(
                        account, "batch-account 2",
                        another, "batch-account 2",
                        maps, "maps-keys 1",
                        certificate, "batch-certificate 1",
                        subscription, "apim-subscription 1"));
        Map<String, Integer> whole =
                Map.of("batch-account", 2, "batch-certificate", 2, "maps-keys", 1, "apim-subscription", 1);
        try (Azure azure = Azure.with(resources)) {
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
                    assertThat(armwatch.judged().stream()
                                    .filter(told -> !told.isScan())
                                    .map(Told::type))
                            .containsOnly("resource.discovered");
                }
            }
        }
    }

    /** Single resources are told together, as what is named of their Azure subscription. */
    private static String told(String scope) {
        return scope.endsWith("*") ? scope : Resources.SUBSCRIPTION;
    }

    private static void check(ArmwatchFixture armwatch, String source, String scope, int count) {
        armwatch.scanned(source, scope);
        Told scan = armwatch.scanned(source, scope);
        Binding.checkSchema(scan);
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
