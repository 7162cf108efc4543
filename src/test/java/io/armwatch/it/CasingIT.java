package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** ARM's ids are written in another casing from answer to answer. */
class CasingIT {
    @Test
    void ids_in_changing_casing_are_not_a_change() {
        TestResources resources = new TestResources();
        String account = resources.batch("account");
        List<String> all =
                List.of(account, resources.certificate(account), resources.maps("maps"), resources.apim("sid"));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.of(TestResources.SUBSCRIPTION + "/"))) {
            armwatch.start();
            all.forEach(id -> armwatch.reader().await("resource.discovered", id));
            var faults = azure.simulator().faults("""
                            - fault: ids in another casing in each answer
                              answer: { ids: mixed }
                            """);
            for (String source : List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription")) {
                armwatch.scanned(source, TestResources.SUBSCRIPTION + "/");
                assertThat(armwatch.news(source, TestResources.SUBSCRIPTION + "/"))
                        .hasSize(all.size());
                assertThat(armwatch.scanned(source, TestResources.SUBSCRIPTION + "/")
                                .data("unchanged"))
                        .isEqualTo("1");
            }
            assertThat(faults.get(0).appliedCount()).isGreaterThan(20);
        }
    }
}
