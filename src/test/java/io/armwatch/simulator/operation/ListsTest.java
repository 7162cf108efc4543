package io.armwatch.simulator.operation;

import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.RG;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListsTest {
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().pageSize(2).build());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void pages_follow_one_another_until_every_item_was_listed_once() {
        List<String> names = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = SERVICE + "/subscriptions" + APIM_VERSION;
        while (!next.isEmpty()) {
            JsonNode page = client.get(next).json();
            sizes.add(page.get("value").size());
            page.get("value").forEach(entity -> names.add(entity.get("name").asText()));
            assertThat(page.get("count").asInt()).isEqualTo(3);
            next = page.get("nextLink").asText();
        }
        assertThat(sizes).containsExactly(2, 1);
        assertThat(names).containsExactly("5600b59475ff190048070001", "5931a769d8d14f0ad8ce13b8", "master");
    }

    @Test
    void a_next_link_is_built_from_the_host_that_was_asked() {
        String next = client.get(BATCH + "/certificates" + BATCH_VERSION)
                .json()
                .get("nextLink")
                .asText();
        assertThat(next)
                .startsWith("http://127.0.0.1:" + simulator.port() + BATCH + "/certificates?api-version=2024-07-01&")
                .contains("&$skiptoken=");
    }

    @Test
    void a_deletion_between_two_pages_hides_no_other_resource() {
        JsonNode first = client.get(SERVICE + "/subscriptions" + APIM_VERSION).json();
        String seen = first.at("/value/1/id").asText();
        assertThat(client.send("DELETE", seen + APIM_VERSION, "").status()).isEqualTo(200);
        JsonNode second = client.get(first.get("nextLink").asText()).json();
        assertThat(second.at("/value/0/name").asText()).isEqualTo("master");
    }

    @Test
    void each_service_marks_the_last_page_in_its_own_way() {
        String batch = "/providers/Microsoft.Batch/batchAccounts" + BATCH_VERSION;
        String maps = "/providers/Microsoft.Maps/accounts" + MAPS_VERSION;
        for (String scope : List.of(RG, SUBSCRIPTION)) {
            assertThat(client.get(scope + batch).json().has("nextLink")).isFalse();
            assertThat(client.get(scope + maps).json().get("nextLink").isNull()).isTrue();
        }
    }

    @Test
    void a_caller_may_ask_for_smaller_pages() {
        String path = BATCH + "/certificates" + BATCH_VERSION + "&maxresults=1";
        JsonNode page = client.get(path).json();
        assertThat(page.get("value")).hasSize(1);
        assertThat(page.get("nextLink").asText()).contains("&maxresults=1&");
    }

    @Test
    void paths_are_read_in_any_casing_and_ids_answered_in_their_own() {
        String shouted = BATCH.toUpperCase(Locale.ROOT);
        assertThat(client.get(shouted + BATCH_VERSION).json().get("id").asText())
                .isEqualTo(BATCH);
        assertThat(client.get(shouted + "/CERTIFICATES" + BATCH_VERSION).json().get("value"))
                .hasSize(2);
        assertThat(client.post(shouted + "/LISTKEYS" + BATCH_VERSION, "").status())
                .isEqualTo(200);
    }

    private static String version(String id) {
        if (id.contains("/Microsoft.Batch/")) {
            return BATCH_VERSION;
        }
        return id.contains("/Microsoft.Maps/") ? MAPS_VERSION : APIM_VERSION;
    }

    @Test
    void an_estate_of_any_size_spreads_over_subscriptions_and_is_the_same_every_time() {
        SimulatorOptions options = SimulatorOptions.builder().resources(1003).build();
        try (Simulator large = Simulator.start(options);
                Simulator again = Simulator.start(options)) {
            List<String> ids = large.pollableIds();
            assertThat(ids).hasSize(1003).doesNotHaveDuplicates().isEqualTo(again.pollableIds());
            assertThat(ids.stream().map(RequestPath::subscriptionOf).distinct()).hasSize(5);
            SimulatorClient stranger = new SimulatorClient(large);
            assertThat(ids.stream().filter(id -> id.hashCode() % 7 == 0))
                    .allSatisfy(id ->
                            assertThat(stranger.get(id + version(id)).status()).isEqualTo(200));
        }
    }
}
