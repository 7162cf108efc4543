package io.armwatch.management.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeSummaryTest {
    private static final String BATCH = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a";

    @ParameterizedTest
    @CsvSource({
        BATCH + ", /subscriptions/s, true",
        BATCH + ", /subscriptions/s2, false",
        BATCH + ", /subscriptions/s/resourceGroups/G, true",
        BATCH + ", /subscriptions/s/resourceGroups/other, false",
        BATCH + ", /subscriptions/s/providers/Microsoft.Batch/batchAccounts, true",
        BATCH + ", /subscriptions/s/providers/Microsoft.Maps/accounts, false",
        BATCH + ", /subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts, true",
        BATCH + "/certificates/c, /subscriptions/s/providers/Microsoft.Batch/batchAccounts, true",
        BATCH + "/certificates/c, " + BATCH + "/certificates, true",
        BATCH + "2/certificates/c, " + BATCH + "/certificates, false"
    })
    void a_list_or_scope_leads_to_what_is_below_it(String resource, String scope, boolean leads) {
        ScopeSummary summary =
                new ScopeSummary(scope, "batch-account", Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(summary.leadsTo(resource.toLowerCase(Locale.ROOT))).isEqualTo(leads);
    }
}
