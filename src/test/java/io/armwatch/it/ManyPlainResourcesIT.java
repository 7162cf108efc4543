package io.armwatch.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** 10,000 resources of the sources that the simulator serves without code, in 40 Azure subscriptions. */
class ManyPlainResourcesIT {
    private static final int RESOURCES = 10_000;
    private static final int PAGE = 20;
    private static final List<String> SOURCES = Sources.scheduled().stream()
            .map(Source::name)
            .filter(source -> !ArmwatchFixture.SOURCES.contains(source))
            .toList();
    private static final List<String> SCOPES = IntStream.rangeClosed(1, 40)
            .mapToObj("/subscriptions/00000000-0000-4000-8000-%012x"::formatted)
            .toList();
    /** Lists that every Azure subscription, API Management service, workspace and key vault has. */
    private static final List<String> OF_SUBSCRIPTION = List.of(
            "/providers/microsoft.storage/storageaccounts",
            "/providers/microsoft.documentdb/databaseaccounts",
            "/providers/microsoft.web/certificates",
            "/providers/microsoft.apimanagement/service",
            "/providers/microsoft.keyvault/vaults");

    private static final List<String> OF_SERVICE = List.of("/certificates", "/namedvalues", "/workspaces");
    private static final List<String> OF_WORKSPACE = List.of("/certificates", "/namedvalues");
    private static final List<String> OF_VAULT = List.of("/keys", "/secrets");

    @Test
    void a_scan_costs_a_read_for_each_page_and_for_each_resource_whose_list_lacks_something() {
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder()
                        .sources(SOURCES)
                        .resources(RESOURCES)
                        .pageSize(PAGE));
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), SCOPES).with("armwatch.sources", String.join(",", SOURCES))) {
            SOURCES.forEach(source -> armwatch.with("armwatch.schedule." + source, "0 0 0 1 1 ? 2090"));
            Set<String> ids = azure.simulator().pollableIds().stream()
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));

            scan(armwatch);
            assertThat(discovered(armwatch)).isEqualTo(ids);
            checkPages(azure, ids);
            assertThat(readsOfOne(azure, ids)).isEqualTo(whereTheListLacksSomething(ids));

            azure.simulator().forgetCalls();
            scan(armwatch);
            checkPages(azure, ids);
            assertThat(readsOfOne(azure, ids)).isEqualTo(whereTheListLacksSomething(ids));
            assertThat(azure.simulator().calls().writes().count()).isZero();
        }
    }

    private static void scan(ArmwatchFixture armwatch) {
        int before = armwatch.reader().scans().size();
        armwatch.start();
        Awaitility.await("a scan of each source in each Azure subscription")
                .pollInSameThread()
                .timeout(Duration.ofMinutes(3))
                .until(() -> armwatch.reader().scans().size() >= before + SOURCES.size() * SCOPES.size());
        armwatch.stop();
    }

    private static Set<String> discovered(ArmwatchFixture armwatch) {
        return armwatch.processedEvents().stream()
                .filter(each -> each.type().equals("resource.discovered"))
                .map(ReceivedEvent::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each page was read, once for each source that needs it at most: where their scans meet, once for all of them. */
    private static void checkPages(SimulatedAzure azure, Set<String> ids) {
        Map<String, Long> pages = azure.simulator().calls().reads().all().stream()
                .filter(call -> !ids.contains(call.path().toLowerCase(Locale.ROOT)))
                .collect(groupingBy(call -> call.uri().toLowerCase(Locale.ROOT), counting()));
        Map<String, Integer> expected = pagesByList(ids);
        assertThat(pages.keySet().stream()
                        .collect(groupingBy(uri -> uri.replaceFirst("\\?.*", ""), counting()))
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().intValue())))
                .isEqualTo(expected);
        assertThat(pages).allSatisfy((uri, times) -> assertThat(times).isLessThanOrEqualTo(sources(uri)));
    }

    /** How many sources need a list: those of API Management and Key Vault find the parents of their resources in it. */
    private static long sources(String uri) {
        String list = uri.replaceFirst("\\?.*", "");
        return list.endsWith("/service") ? 3 : list.endsWith("/workspaces") || list.endsWith("/vaults") ? 2 : 1;
    }

    /** How many pages each list has. That of Cosmos DB has one, however long it is. */
    private static Map<String, Integer> pagesByList(Set<String> ids) {
        Map<String, Integer> items = new HashMap<>();
        Set<String> services = new TreeSet<>();
        SCOPES.forEach(scope -> OF_SUBSCRIPTION.forEach(list -> items.put(scope + list, 0)));
        for (String id : ids) {
            String parent = id.substring(0, Math.max(0, id.lastIndexOf('/')));
            if (id.contains("/providers/")) {
                items.merge(
                        parent.replaceFirst("/resourcegroups/[^/]+(/providers/[^/]+/[^/]+)$", "$1"), 1, Integer::sum);
            }
            if (parent.endsWith("/service")) {
                services.add(id);
            }
            parentOf(id, "/workspaces/")
                    .forEach(each -> OF_WORKSPACE.forEach(list -> items.putIfAbsent(each + list, 0)));
            parentOf(id, "/vaults/").forEach(each -> OF_VAULT.forEach(list -> items.putIfAbsent(each + list, 0)));
        }
        services.forEach(each -> OF_SERVICE.forEach(list -> items.putIfAbsent(each + list, 0)));
        items.replaceAll(
                (list, count) -> list.endsWith("/databaseaccounts") ? 1 : Math.max(1, (count + PAGE - 1) / PAGE));
        return items;
    }

    private static List<String> parentOf(String id, String level) {
        int at = id.indexOf(level);
        return at < 0 ? List.of() : List.of(id.substring(0, id.indexOf('/', at + level.length())));
    }

    /** By type: how many requests for a single resource there were. */
    private static Map<String, Long> readsOfOne(SimulatedAzure azure, Set<String> ids) {
        return azure.simulator().calls().reads().all().stream()
                .map(call -> call.path().toLowerCase(Locale.ROOT))
                .filter(ids::contains)
                .collect(groupingBy(ManyPlainResourcesIT::type, counting()));
    }

    /**
     * Storage accounts, whose list lacks the times of keys; keys of key vaults, in the first scan of a process; and Azure
     * subscriptions, each of which is its own scope.
     */
    private static Map<String, Long> whereTheListLacksSomething(Set<String> ids) {
        return ids.stream()
                .filter(id ->
                        List.of("storageaccounts", "keys", "subscriptions").contains(type(id)))
                .collect(groupingBy(ManyPlainResourcesIT::type, counting()));
    }

    private static String type(String id) {
        String[] parts = id.split("/", -1);
        return parts[parts.length - 2];
    }
}
