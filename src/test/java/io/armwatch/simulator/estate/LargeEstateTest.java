package io.armwatch.simulator.estate;

import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 10,000 resources in 40 Azure subscriptions, found by lists alone. */
class LargeEstateTest {
    private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-%012x";
    private static final int SUBSCRIPTIONS = 40;

    @ParameterizedTest
    @ValueSource(ints = {7, 100})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void every_resource_is_on_the_pages_of_its_azure_subscriptions_lists(int pageSize) {
        try (Simulator simulator = start(pageSize)) {
            List<String> found = new ArrayList<>();
            for (int i = 1; i <= SUBSCRIPTIONS; i++) {
                found.addAll(walk(simulator, SUBSCRIPTION.formatted(i), pageSize));
            }
            assertThat(found).hasSize(10_000).containsExactlyInAnyOrderElementsOf(simulator.pollableIds());
            assertThat(simulator.calls().subscriptions()).hasSize(SUBSCRIPTIONS);
            // Of each: 50 accounts, 25 Maps accounts and 5 services in pages, a page or more for each account and
            // service, one for the workspaces of each service, and one for the subscriptions of the workspace.
            int pages = pages(50, pageSize)
                    + pages(25, pageSize)
                    + pages(5, pageSize)
                    + 50
                    + pages(19, pageSize)
                    + 4 * pages(20, pageSize)
                    + 5
                    + 1;
            assertThat(simulator.calls().count()).isEqualTo(SUBSCRIPTIONS * pages);
        }
    }

    @Test
    void the_lists_of_the_resource_groups_hold_what_the_subscriptions_list_holds() {
        try (Simulator simulator = start(4)) {
            String subscription = SUBSCRIPTION.formatted(23);
            List<String> found = new ArrayList<>();
            for (int group = 1; group <= 5; group++) {
                found.addAll(walk(simulator, subscription + "/resourceGroups/rg" + group, 4));
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(walk(simulator, subscription, 4));
        }
    }

    private static Simulator start(int pageSize) {
        return Simulator.start(
                SimulatorOptions.builder().resources(10_000).pageSize(pageSize).build());
    }

    private static int pages(int items, int pageSize) {
        return (items + pageSize - 1) / pageSize;
    }

    /** All pollable resources of a scope. */
    private static List<String> walk(Simulator simulator, String scope, int pageSize) {
        List<String> accounts =
                list(simulator, scope + "/providers/Microsoft.Batch/batchAccounts" + BATCH_VERSION, pageSize);
        List<String> found = new ArrayList<>(accounts);
        found.addAll(list(simulator, scope + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION, pageSize));
        accounts.forEach(account -> found.addAll(list(simulator, account + "/certificates" + BATCH_VERSION, pageSize)));
        list(simulator, scope + "/providers/Microsoft.ApiManagement/service" + APIM_VERSION, pageSize)
                .forEach(service -> {
                    found.addAll(list(simulator, service + "/subscriptions" + APIM_VERSION, pageSize));
                    list(simulator, service + "/workspaces" + APIM_VERSION, pageSize)
                            .forEach(workspace -> found.addAll(
                                    list(simulator, workspace + "/subscriptions" + APIM_VERSION, pageSize)));
                });
        return found;
    }

    private static List<String> list(Simulator simulator, String path, int pageSize) {
        SimulatorClient client = new SimulatorClient(simulator);
        List<String> ids = new ArrayList<>();
        String next = path;
        while (!next.isEmpty() && !next.equals("null")) {
            JsonNode page = client.get(next).json();
            assertThat(page.get("value").size()).isBetween(next.contains("/workspaces?") ? 0 : 1, pageSize);
            page.get("value").forEach(item -> ids.add(item.get("id").asText()));
            next = page.path("nextLink").asText();
        }
        return ids;
    }
}
