package io.armwatch.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;

class FeatureUpgradeTest {
    private static Map<String, Short> found(int metadata, int transactions) {
        return Map.of("metadata.version", (short) metadata, "transaction.version", (short) transactions);
    }

    @Test
    void what_is_below_a_release_is_raised_to_it_except_the_format_of_the_quorum() {
        short release = MetadataVersion.IBP_4_1_IV1.featureLevel();

        assertThat(FeatureUpgrade.missing(
                        found(MetadataVersion.IBP_3_9_IV0.featureLevel(), 0), MetadataVersion.IBP_4_1_IV1))
                .containsEntry("metadata.version", release)
                .containsEntry("transaction.version", (short) 2)
                .containsEntry("group.version", (short) 1)
                .doesNotContainKey("kraft.version");
    }

    @Test
    void what_is_as_new_or_newer_stays() {
        assertThat(FeatureUpgrade.missing(found(100, 3), MetadataVersion.IBP_4_1_IV1))
                .doesNotContainKeys("metadata.version", "transaction.version");
    }
}
