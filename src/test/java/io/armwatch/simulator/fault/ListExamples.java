package io.armwatch.simulator.fault;

import static io.armwatch.simulator.fault.FaultySimulator.BATCH_LIST;
import static io.armwatch.simulator.fault.FaultySimulator.CERTIFICATES;
import static io.armwatch.simulator.fault.FaultySimulator.MAPS_LIST;
import static io.armwatch.simulator.fault.FaultySimulator.SERVICE_LIST;
import static io.armwatch.simulator.fault.FaultySimulator.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.SimulatorClient.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the documentation's examples of lists do. */
final class ListExamples {
    private ListExamples() {}

    static void addTo(Map<String, Consumer<FaultySimulator>> all) {
        all.put(
                "a page fails in the middle of a list",
                r -> assertThat(r.pages(CERTIFICATES, 9))
                        .extracting(Reply::status)
                        .containsExactly(200, 500));
        all.put("an empty page before the items", r -> {
            assertThat(r.ids(SUBSCRIPTIONS)).hasSize(3).doesNotHaveDuplicates();
            assertThat(items(r.pages(CERTIFICATES, 9))).containsExactly(0, 1, 0, 1, 0, 1);
        });
        all.put(
                "a page without its items",
                r -> assertThat(items(r.pages(CERTIFICATES, 9))).containsExactly(0, 1, 1));
        all.put("an endless chain of empty pages", ListExamples::endless);
        all.put("a next link to the same page", r -> {
            String second = r.nextLink(SUBSCRIPTIONS);
            assertThat(r.nextLink(second)).isEqualTo(second);
        });
        all.put("a next link back to the first page", r -> {
            String back = r.nextLink(r.nextLink(SUBSCRIPTIONS));
            assertThat(back).isEqualTo(r.simulator.uri() + SUBSCRIPTIONS);
        });
        all.put("a next link to another host", ListExamples::foreign);
        all.put("an empty next link ends the list", ListExamples::ends);
        all.put("an item is missing from one list answer", r -> {
            assertThat(r.ids(MAPS_LIST)).hasSize(1);
            assertThat(r.ids(MAPS_LIST)).hasSize(2);
        });
        all.put("ids in another casing in each answer", ListExamples::casing);
    }

    private static void endless(FaultySimulator r) {
        List<Reply> pages = r.pages(SUBSCRIPTIONS, 12);
        assertThat(items(pages)).hasSize(12).containsOnly(0);
        assertThat(pages).extracting(page -> page.json().get("nextLink")).doesNotHaveDuplicates();
    }

    private static void foreign(FaultySimulator r) {
        int port = r.simulator.port();
        assertThat(r.nextLink(MAPS_LIST))
                .startsWith("http://elsewhere.invalid:" + port + "/subscriptions/")
                .contains("$skiptoken=");
        assertThat(r.nextLink(BATCH_LIST))
                .startsWith("http://127.0.0.1:" + (port == 65_535 ? port - 1 : port + 1) + "/");
        assertThat(r.nextLink(SERVICE_LIST)).startsWith("https://127.0.0.1:" + port + "/subscriptions/");
        assertThat(r.nextLink(SUBSCRIPTIONS)).isEqualTo("http://127.0.0.1:9/token-catcher");
    }

    private static void ends(FaultySimulator r) {
        assertThat(r.client.get(MAPS_LIST).json().get("nextLink").asText()).isEmpty();
        assertThat(r.client.get(SUBSCRIPTIONS).json().get("nextLink").isNull()).isTrue();
        assertThat(r.client.get(CERTIFICATES).json().has("nextLink")).isFalse();
    }

    private static void casing(FaultySimulator r) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String id = r.batch().json().get("id").asText();
            assertThat(id).isEqualToIgnoringCase(SimulatorClient.BATCH);
            seen.add(id);
        }
        assertThat(seen).hasSize(5);
        assertThat(r.ids(MAPS_LIST))
                .noneMatch(r.simulator.pollableIds()::contains)
                .hasSize(2);
    }

    private static List<Integer> items(List<Reply> pages) {
        return pages.stream().map(page -> page.json().path("value").size()).toList();
    }
}
