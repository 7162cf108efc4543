package io.armwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
    @Test
    void one_by_one_each_kind_has_its_share() {
        Map<PollRequests, Long> kinds = Workload.oneByOne(1_000).ids().stream()
                .collect(Collectors.groupingBy(PollRequests::of, Collectors.counting()));
        assertThat(kinds)
                .containsOnly(
                        Map.entry(PollRequests.BATCH_ACCOUNT, 300L),
                        Map.entry(PollRequests.CERTIFICATE, 300L),
                        Map.entry(PollRequests.APIM_SUBSCRIPTION, 300L),
                        Map.entry(PollRequests.MAPS_KEYS, 100L));
    }

    @Test
    void no_azure_subscription_has_more_than_its_budget_refills_in_little_over_a_second() {
        Map<String, Long> each = Workload.oneByOne(1_000).ids().stream()
                .collect(Collectors.groupingBy(id -> id.split("/", -1)[2], Collectors.counting()));
        assertThat(each.values()).allMatch(count -> count <= 30);
    }

    @Test
    void bodies_have_one_to_two_kilobytes() {
        List<String> bodies = Workload.oneByOne(100).seed().stream()
                .filter(entry -> entry.contains("\"properties\""))
                .toList();
        assertThat(bodies).hasSize(90).allMatch(body -> body.length() > 1_000).allMatch(body -> body.length() < 2_048);
    }

    @Test
    void lists_have_pages_of_a_hundred() {
        Workload lists = Workload.lists(1_500);
        assertThat(lists.scopes()).hasSize(6).allMatch(scope -> scope.endsWith("/*"));
        assertThat(lists.pages()).isEqualTo(18);
        assertThat(lists.perRequest()).isEqualTo(1_500 / 18.0);
    }

    @Test
    void no_resource_is_there_twice() {
        assertThat(List.of(Workload.oneByOne(1_000), Workload.lists(1_000)).stream()
                        .flatMap(workload -> workload.ids().stream())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                        .values())
                .hasSize(2_000)
                .containsOnly(1L);
    }

    @Test
    void a_poll_sends_the_request_that_the_reference_describes() {
        String maps = "/subscriptions/s/resourceGroups/rg1/providers/Microsoft.Maps/accounts/m";
        assertThat(PollRequests.of(maps).target(maps)).isEqualTo(maps + "/listKeys?api-version=2023-06-01");
        assertThat(PollRequests.of(maps).method()).isEqualTo("POST");
    }
}
