package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.change.Target;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.DefaultSchedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.armwatch.source.azuresubscription.AzureSubscriptionSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanPlanTest {
    private static final String SUB = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String OTHER = "/subscriptions/7b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String BATCH = "/providers/Microsoft.Batch/batchAccounts";
    private static final String APIM = "/providers/Microsoft.ApiManagement/service";
    private static final String MAPS = "/providers/Microsoft.Maps/accounts";
    private static final String GROUP = SUB + "/resourceGroups/rg1";

    /** Those that the expectations below name, whatever other sources there are. */
    private static final List<Source> SOURCES = Sources.scheduled().stream()
            .filter(source -> Set.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription")
                    .contains(source.name()))
            .toList();

    private static ScanPlan plan(String... scopes) throws InvalidScopeException {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> parsed = new ArrayList<>();
        for (String scope : scopes) {
            parsed.add(parser.parse(scope, parsed.size() + 1));
        }
        return ScanPlan.of(parsed, SOURCES, Exclusions.NONE);
    }

    /** What is asked first, less the subscription. */
    private static String first(Part part) {
        String start = part.list()
                .map(list -> list.id().text() + " by " + list.level())
                .orElse(part.id().text());
        return part.source().name() + " " + start.replace(SUB, "");
    }

    private static List<String> firsts(String... scopes) throws InvalidScopeException {
        return plan(scopes).all().stream().map(ScanPlanTest::first).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {SUB, SUB + "/", SUB + "//"})
    void a_subscription_is_listed_for_every_source(String scope) throws Exception {
        assertThat(firsts(scope))
                .containsExactlyInAnyOrder(
                        "batch-account " + BATCH + " by 0",
                        "batch-certificate " + BATCH + " by 0",
                        "maps-keys " + MAPS + " by 0",
                        "apim-subscription " + APIM + " by 0");
    }

    @Test
    void a_group_is_listed_for_every_source() throws Exception {
        assertThat(firsts(GROUP))
                .containsExactlyInAnyOrder(
                        "batch-account /resourceGroups/rg1" + BATCH + " by 0",
                        "batch-certificate /resourceGroups/rg1" + BATCH + " by 0",
                        "maps-keys /resourceGroups/rg1" + MAPS + " by 0",
                        "apim-subscription /resourceGroups/rg1" + APIM + " by 0");
    }

    @ParameterizedTest
    @CsvSource({
        "/providers/Microsoft.Batch/batchAccounts/*, batch-account, /providers/Microsoft.Batch/batchAccounts by 0",
        "/providers/Microsoft.Batch/batchAccounts/*/certificates/*, batch-certificate,"
                + " /providers/Microsoft.Batch/batchAccounts by 0",
        "/providers/Microsoft.Maps/accounts/*, maps-keys, /providers/Microsoft.Maps/accounts by 0",
        "/providers/Microsoft.ApiManagement/service/*/subscriptions/*, apim-subscription,"
                + " /providers/Microsoft.ApiManagement/service by 0"
    })
    void every_one_of_a_type_is_listed_in_a_subscription_and_in_a_group(String scope, String source, String start)
            throws Exception {
        assertThat(firsts(SUB + scope)).containsExactly(source + " " + start);
        assertThat(firsts(GROUP + scope)).containsExactly(source + " /resourceGroups/rg1" + start);
    }

    @ParameterizedTest
    @CsvSource({
        "/providers/Microsoft.Batch/batchAccounts/acct/certificates/*, batch-certificate",
        "/providers/Microsoft.ApiManagement/service/apim/subscriptions/*, apim-subscription"
    })
    void the_children_of_one_parent_are_listed_by_it(String scope, String source) throws Exception {
        assertThat(firsts(GROUP + scope))
                .containsExactly(source + " /resourceGroups/rg1" + scope.replace("/*", "") + " by 1");
    }

    @ParameterizedTest
    @CsvSource({
        "/providers/Microsoft.Batch/batchAccounts/acct, batch-account",
        "/providers/Microsoft.Batch/batchAccounts/acct/certificates/sha1-a, batch-certificate",
        "/providers/Microsoft.Maps/accounts/maps, maps-keys",
        "/providers/Microsoft.ApiManagement/service/apim/subscriptions/sid, apim-subscription"
    })
    void a_single_resource_is_requested_by_its_source(String scope, String source) throws Exception {
        assertThat(firsts(GROUP + scope)).containsExactly(source + " /resourceGroups/rg1" + scope);
    }

    @Test
    void a_repeated_scope_is_scanned_once() throws Exception {
        assertThat(firsts(GROUP + MAPS + "/maps", GROUP.replace("rg1", "RG1") + MAPS + "/MAPS/"))
                .hasSize(1);
        assertThat(firsts(GROUP + MAPS + "/*", GROUP + MAPS + "/*/")).hasSize(1);
        assertThat(firsts(SUB, SUB + "/")).isEqualTo(firsts(SUB)).isNotEmpty();
    }

    /** As each of these holds all that the next one does. */
    @Test
    void a_scope_within_a_wider_scope_is_not_scanned_again() throws Exception {
        List<String> narrowing = List.of(
                SUB,
                SUB + BATCH + "/*/certificates/*",
                GROUP,
                GROUP + BATCH + "/*/certificates/*",
                GROUP + BATCH + "/acct/certificates/*",
                GROUP + BATCH + "/acct/certificates/sha1-a");
        for (int wide = 0; wide < narrowing.size(); wide++) {
            for (int narrow = wide + 1; narrow < narrowing.size(); narrow++) {
                List<String> alone = certificates(narrowing.get(wide));
                assertThat(certificates(narrowing.get(wide), narrowing.get(narrow)))
                        .isEqualTo(alone);
                assertThat(certificates(narrowing.get(narrow), narrowing.get(wide)))
                        .isEqualTo(alone);
            }
        }
    }

    private static List<String> certificates(String... scopes) throws InvalidScopeException {
        List<String> firsts = firsts(scopes).stream()
                .filter(first -> first.startsWith("batch-certificate"))
                .toList();
        assertThat(firsts).hasSize(1);
        return firsts;
    }

    @Test
    void a_name_that_begins_like_another_is_not_covered_by_it() throws Exception {
        assertThat(firsts(GROUP, GROUP + "2")).hasSize(8);
        assertThat(firsts(GROUP + BATCH + "/acct/certificates/*", GROUP + BATCH + "/acct2/certificates/*"))
                .hasSize(2);
    }

    @Test
    void a_list_of_accounts_says_nothing_about_their_certificates() throws Exception {
        assertThat(firsts(GROUP + BATCH + "/*", GROUP + BATCH + "/acct/certificates/*"))
                .hasSize(2);
    }

    private static List<String> types(Part part) {
        return part.types().stream()
                .map(ResourceType::fullName)
                .map(type -> type.replace(APIM.substring(11), ""))
                .toList();
    }

    private static final List<String> BOTH = List.of("/subscriptions", "/workspaces/subscriptions");

    @Test
    void a_scope_of_everything_goes_for_all_types_of_a_source_by_one_list() throws Exception {
        assertThat(plan(SUB).parts("apim-subscription").values())
                .singleElement()
                .satisfies(parts -> assertThat(parts)
                        .singleElement()
                        .satisfies(part -> assertThat(types(part)).isEqualTo(BOTH)));
    }

    @Test
    void a_scope_of_one_type_goes_for_that_type_only() throws Exception {
        assertThat(plan(SUB + APIM + "/*/subscriptions/*").all())
                .singleElement()
                .satisfies(part -> assertThat(types(part)).containsExactly("/subscriptions"));
        assertThat(plan(GROUP + APIM + "/apim/workspaces/*/subscriptions/*").all())
                .singleElement()
                .satisfies(part -> {
                    assertThat(types(part)).containsExactly("/workspaces/subscriptions");
                    assertThat(first(part)).endsWith("/apim/workspaces by 1");
                });
        assertThat(firsts(GROUP + APIM + "/apim/workspaces/w/subscriptions/*"))
                .singleElement()
                .asString()
                .endsWith("/apim/workspaces/w/subscriptions by 2");
    }

    @Test
    void scopes_of_two_types_below_the_same_list_share_it() throws Exception {
        assertThat(plan(SUB + APIM + "/*/workspaces/*/subscriptions/*", SUB + APIM + "/*/subscriptions/*")
                        .all())
                .singleElement()
                .satisfies(part -> assertThat(types(part)).isEqualTo(BOTH));
    }

    /** The group's own list goes only for what the list of the subscription leaves out. */
    @Test
    void a_wider_scope_of_one_type_takes_that_type_from_a_narrower_scope() throws Exception {
        ScanPlan plan = plan(GROUP, SUB + APIM + "/*/subscriptions/*");
        List<Part> parts = plan.parts("apim-subscription").values().iterator().next();

        assertThat(parts)
                .extracting(ScanPlanTest::first, ScanPlanTest::types)
                .containsExactly(
                        tuple("apim-subscription /resourceGroups/rg1" + APIM + " by 0", BOTH.subList(1, 2)),
                        tuple("apim-subscription " + APIM + " by 0", BOTH.subList(0, 1)));
        assertThat(plan.covered(parts.get(1)))
                .singleElement()
                .satisfies(part -> assertThat(types(part)).containsExactly("/subscriptions"));
    }

    @Test
    void a_scan_of_one_type_covers_no_resource_of_another_type() throws Exception {
        ScopeCoverage coverage = ScopeCoverage.of(plan(SUB + APIM + "/*/subscriptions/*"), true);
        String service = GROUP + APIM + "/apim";

        assertThat(List.of("/subscriptions/sid", "/workspaces/w/subscriptions/sid"))
                .extracting(name -> coverage.covers(new Target("apim-subscription", ArmId.of(service + name), "")))
                .containsExactly(true, false);
        assertThat(List.of("/subscriptions", "/workspaces", "/workspaces/w/subscriptions"))
                .extracting(name -> coverage.covers(
                        new Target("apim-subscription", ArmId.of(service + name), "?apim-subscription")))
                .containsExactly(true, false, false);
    }

    @Test
    void a_scope_of_a_whole_subscription_polls_the_subscription_itself() throws Exception {
        Source source = new AzureSubscriptionSource();
        ScopeParser parser = new ScopeParser(source.types());
        List<Scope> scopes = List.of(parser.parse(SUB, 1), parser.parse(OTHER + "/resourceGroups/rg1", 2));

        ScanPlan plan = ScanPlan.of(scopes, List.of(source), Exclusions.NONE);

        assertThat(plan.all()).singleElement().satisfies(part -> {
            assertThat(part.isSingle()).isTrue();
            assertThat(part.id()).isEqualTo(ArmId.of(SUB));
            ArmRequest request = ArmRequest.first(part, ScanFixtures.over(source, SUB));
            assertThat(request.path() + "?" + request.query("2022-12-01")).isEqualTo(SUB + "?api-version=2022-12-01");
            assertThat(request.target().key()).isEqualTo(SUB);
        });
        JsonNode body = OfficialExample.JSON.createObjectNode().put("id", SUB).put("state", "Disabled");
        assertThat(source.decode(ArmId.of(SUB), body, Fingerprints.sha256())
                        .path("state")
                        .textValue())
                .isEqualTo("Disabled");
    }

    @Test
    void what_is_excluded_is_neither_planned_nor_covered() throws Exception {
        ScopeParser parser = new ScopeParser(Sources.scheduled().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .toList());
        List<Scope> scopes = new ArrayList<>();
        for (String scope : List.of(SUB, OTHER, GROUP + MAPS + "/one", GROUP + BATCH + "/acct/certificates/*")) {
            scopes.add(parser.parse(scope, 1));
        }
        Exclusions exclusions = Exclusions.of(
                List.of(ArmId.of(OTHER), ArmId.of(GROUP + BATCH + "/ACCT"), ArmId.of(GROUP + MAPS + "/one")));
        Settings.Watch watch = new Settings.Watch(
                scopes, DefaultSchedules.ALL, true, 1, Fingerprints.sha256(), Map.of(), TimePolicy.DEFAULT, exclusions);
        CurrentPlan plan = new CurrentPlan(watch);

        assertThat(plan.plan().subscriptions()).containsExactly(SUB.replace("/subscriptions/", ""));
        assertThat(plan.plan().all()).extracting(Part::scope).containsOnly(SUB);
        assertThat(plan.plan().all()).flatExtracting(plan.plan()::covered).isEmpty();
        assertThat(plan.coverage().covers(target("maps-keys", GROUP + MAPS + "/one")))
                .isFalse();
        assertThat(plan.coverage().covers(target("maps-keys", GROUP + MAPS + "/two")))
                .isTrue();
        assertThat(plan.coverage().covers(target("batch-certificate", GROUP + BATCH + "/acct/certificates/sha1-a")))
                .isFalse();
    }

    private static Target target(String source, String id) {
        return new Target(source, ArmId.of(id), "");
    }

    @Test
    void each_subscription_is_scanned_separately() throws Exception {
        ScanPlan plan = plan(SUB, OTHER.toUpperCase(Locale.ROOT).replace("SUBSCRIPTIONS", "subscriptions"));

        assertThat(plan.parts("maps-keys"))
                .containsOnlyKeys(SUB.replace("/subscriptions/", ""), OTHER.replace("/subscriptions/", ""));
        assertThat(plan.all()).hasSize(8);
        assertThat(plan.parts("unknown")).isEmpty();
    }
}
