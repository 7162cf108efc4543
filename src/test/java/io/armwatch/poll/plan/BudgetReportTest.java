package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetReportTest {
    private static final String UUID = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String SUB = "/subscriptions/" + UUID;
    private static final String GROUP = SUB + "/resourcegroups/rg1/providers/";

    private final InMemoryStateStore store = new InMemoryStateStore();

    private void known(String type, int resources) {
        for (int i = 0; i < resources; i++) {
            store.put(GROUP + type + i, new byte[0]);
        }
    }

    private List<String> lines(String source, boolean apimKeys, double share) throws Exception {
        return lines(Map.of(source, "0 * * * * ?"), apimKeys, share);
    }

    private List<String> lines(Map<String, String> schedules, boolean apimKeys, double share) throws Exception {
        Scope scope = new ScopeParser(Sources.all().stream()
                        .map(Source::types)
                        .flatMap(List::stream)
                        .distinct()
                        .toList())
                .parse(SUB, 1);
        Settings settings = new Settings(
                new Settings.Azure(
                        AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 1, Duration.ofSeconds(1), share),
                new Settings.Watch(List.of(scope), schedules, apimKeys, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
        ScanPlan plan = ScanPlan.of(settings.watch());
        BudgetReport report = new BudgetReport(settings, () -> plan, new KnownStateCache(store));
        return plan.subscriptions().stream()
                .flatMap(subscription -> report.lines(subscription, ScanFixtures.NOON).stream())
                .toList();
    }

    @Test
    void an_exceeded_budget_is_reported_with_its_figures() throws Exception {
        known("microsoft.maps/accounts/m", 600);

        assertThat(lines("maps-keys", false, 0.5))
                .containsExactly("The schedules do not fit ARM's budget in subscription " + UUID
                        + ": they need 10.0 writes a second, and 5.0 are allowed (armwatch.budget.share=0.5). maps-keys:"
                        + " 600 resources, 600 writes each scan, 2.0 minutes of the budget, every 1.0 minutes. Scan"
                        + " less often, watch less, or raise armwatch.budget.share");
    }

    @Test
    void a_budget_that_just_suffices_is_not_reported() throws Exception {
        known("microsoft.maps/accounts/m", 300);
        assertThat(lines("maps-keys", false, 0.5)).isEmpty();
        known("microsoft.maps/accounts/m", 301);

        assertThat(lines("maps-keys", false, 0.5)).hasSize(1);
        assertThat(lines("maps-keys", false, 1)).isEmpty();
    }

    @Test
    void sources_that_fit_alone_may_not_fit_together() throws Exception {
        for (int i = 0; i < 500; i++) {
            known("microsoft.batch/batchaccounts/a" + i + "/certificates/sha1-", 1);
        }
        known("microsoft.apimanagement/service/apim/subscriptions/s", 400);
        String certificates = "batch-certificate";
        String subscriptions = "apim-subscription";
        assertThat(lines(certificates, true, 0.5)).isEmpty();
        assertThat(lines(subscriptions, true, 0.5)).isEmpty();

        assertThat(lines(Map.of(certificates, "0 * * * * ?", subscriptions, "0 * * * * ?"), true, 0.5))
                .singleElement()
                .asString()
                .contains("need 15.2 reads a second")
                .contains(certificates + ": 500 resources")
                .contains(subscriptions + ": 400 resources");
    }

    @Test
    void an_account_whose_list_of_children_is_empty_costs_that_list() throws Exception {
        known("microsoft.batch/batchaccounts/a", 800);

        assertThat(lines("batch-certificate", false, 0.5))
                .singleElement()
                .asString()
                .contains("801 reads");
    }

    @Test
    void whole_entities_on_pages_cost_their_pages_only() throws Exception {
        known("microsoft.batch/batchaccounts/a", 5000);

        assertThat(lines("batch-account", false, 0.5)).isEmpty();
    }

    @Test
    void children_cost_a_list_for_each_parent() throws Exception {
        for (int i = 0; i < 800; i++) {
            known("microsoft.batch/batchaccounts/a" + i + "/certificates/sha1-", 1);
        }
        store.put(GROUP + "microsoft.batch/batchaccounts/a0/certificates?batch-certificate", new byte[0]);

        assertThat(lines("batch-certificate", false, 0.5))
                .singleElement()
                .asString()
                .contains("800 resources, 809 reads each scan, 1.1 minutes of the budget");
    }

    @Test
    void where_apim_keys_are_watched_each_subscription_costs_a_read() throws Exception {
        known("microsoft.apimanagement/service/apim/subscriptions/s", 1000);
        assertThat(lines("apim-subscription", false, 0.5)).isEmpty();

        assertThat(lines("apim-subscription", true, 0.5))
                .singleElement()
                .asString()
                .contains("1000 resources, 1013 reads each scan");
    }

    @Test
    void without_a_known_state_nothing_is_reported() throws Exception {
        assertThat(lines("maps-keys", false, 0.5)).isEmpty();
    }
}
