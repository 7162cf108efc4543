package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists that are not what they should be: what they do not show is not taken for a change. */
class ListsIT {
    private static final String ACCOUNTS = TestResources.PROVIDERS + "Microsoft.Batch/batchAccounts";
    private static final String SCOPE = ACCOUNTS + "/*";

    private final TestResources resources = new TestResources();
    private final List<String> accounts = new ArrayList<>();
    private final SimulatedAzure azure;
    private final ArmwatchFixture armwatch;

    ListsIT() {
        for (int i = 1; i <= 6; i++) {
            accounts.add(resources.batch("account" + i));
        }
        azure = SimulatedAzure.with(resources, SimulatorOptions.builder().pageSize(2));
        armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE));
    }

    @AfterEach
    void close() {
        armwatch.close();
        azure.close();
    }

    private List<Fault> play(String fault) {
        return azure.simulator().faults(fault);
    }

    private List<ReceivedEvent> news() {
        return armwatch.news("batch-account", SCOPE);
    }

    private void start() {
        armwatch.start();
        accounts.forEach(id -> armwatch.reader().await("resource.discovered", id));
    }

    @Test
    void a_page_that_fails_halfway_reports_no_deletion() {
        start();
        List<Fault> faults = play("""
                - fault: the second page fails
                  calls: { operation: BatchAccount_ListByResourceGroup, page: 2 }
                  answer: { status: 500 }
                """);
        ReceivedEvent failed = armwatch.reader().await("poll.failed", ACCOUNTS);
        EventFormatCheck.checkSchema(failed);
        assertThat(failed.data("reason")).isEqualTo("server-error");
        assertThat(failed.data("status")).isEqualTo("500");
        ReceivedEvent scan = armwatch.scanned("batch-account", SCOPE);
        assertThat(scan.data("complete")).isEqualTo("false");
        assertThat(scan.data("unchanged")).isEqualTo("2");
        assertThat(scan.data("failed")).isEqualTo("4");
        faults.forEach(Fault::close);
        ReceivedEvent recovered = armwatch.reader().await("poll.recovered", ACCOUNTS);
        EventFormatCheck.checkSchema(recovered);
        assertThat(recovered.data("failedSince")).isEqualTo(failed.data("failingSince"));
        assertThat(news()).hasSize(accounts.size() + 2);
        assertThat(armwatch.scanned("batch-account", SCOPE).data("complete")).isEqualTo("true");
    }

    @Test
    void an_item_missing_from_one_answer_still_exists() {
        start();
        List<Fault> faults = play("""
                - fault: an item is missing
                  calls: { operation: BatchAccount_ListByResourceGroup }
                  answer: { without: /batchAccounts/account3 }
                """);
        long before = azure.asked(accounts.get(2));
        assertThat(news()).hasSize(accounts.size());
        assertThat(azure.asked(accounts.get(2))).isGreaterThan(before);
        assertThat(armwatch.scanned("batch-account", SCOPE).data("complete")).isEqualTo("true");
        assertThat(faults.get(0).appliedCount()).isPositive();
    }

    @Test
    void a_deletion_is_reported_once_and_a_return_is_a_new_discovery() {
        start();
        String id = accounts.get(3);
        azure.call("DELETE", id, "");
        ReceivedEvent deleted = armwatch.reader().await("resource.deleted", id);
        EventFormatCheck.checkSchema(deleted);
        assertThat(azure.asked(id)).as("confirming calls").isPositive();
        assertThat(news()).hasSize(accounts.size() + 1);
        assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isEmpty();
        azure.call("PUT", id, "{\"location\":\"westus\"}");
        ReceivedEvent back = armwatch.reader()
                .await(
                        "the return",
                        each -> each.is("resource.discovered", id)
                                && each.data().at("/state/location").asText().equals("westus"));
        assertThat(back.data().get("previouslyObservedAt")).isNotNull();
        assertThat(news()).hasSize(accounts.size() + 2);
        assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isPresent();
    }

    @Test
    void a_next_link_that_loops_ends_the_list_incomplete() {
        start();
        List<Fault> faults = play("""
                - fault: a circle
                  calls: { operation: BatchAccount_ListByResourceGroup, page: 2 }
                  answer: { next-link: self }
                """);
        ReceivedEvent failed = armwatch.reader().await("poll.failed", ACCOUNTS);
        assertThat(failed.data("reason")).isEqualTo("invalid-response");
        assertThat(failed.data("message")).contains("points back to an earlier page");
        faults.forEach(Fault::close);
        armwatch.reader().await("poll.recovered", ACCOUNTS);
        assertThat(news()).hasSize(accounts.size() + 2);
    }

    @Test
    void a_next_link_back_to_the_first_page_is_a_loop_too() {
        start();
        play("""
                - fault: a circle
                  calls: { operation: BatchAccount_ListByResourceGroup, page: 3 }
                  answer: { next-link: first-page }
                """);
        assertThat(armwatch.reader().await("poll.failed", ACCOUNTS).data("reason"))
                .isEqualTo("invalid-response");
        assertThat(azure.simulator()
                        .calls()
                        .on("/batchAccounts")
                        .of(TestResources.SUBSCRIPTION.substring("/subscriptions/".length()))
                        .count())
                .isLessThan(200);
    }

    @Test
    void an_empty_page_with_a_next_link_goes_on() {
        play("""
                - fault: empty pages before the items
                  calls: { operation: BatchAccount_ListByResourceGroup }
                  answer: { items: later }
                """);
        start();
        assertThat(news()).hasSize(accounts.size());
        assertThat(armwatch.scanned("batch-account", SCOPE).data("complete")).isEqualTo("true");
    }

    @Test
    void a_null_or_empty_or_missing_next_link_is_the_end() {
        start();
        for (String end : List.of("null", "empty", "missing")) {
            List<Fault> faults = play("""
                    - fault: the end
                      calls: { operation: BatchAccount_ListByResourceGroup, page: 3 }
                      answer: { next-link: %s }
                    """.formatted(end));
            assertThat(news()).hasSize(accounts.size());
            assertThat(armwatch.scanned("batch-account", SCOPE).data("complete"))
                    .isEqualTo("true");
            assertThat(faults.get(0).appliedCount()).isPositive();
            faults.forEach(Fault::close);
        }
    }
}
