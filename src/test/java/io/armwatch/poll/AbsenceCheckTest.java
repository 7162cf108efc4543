package io.armwatch.poll;

import static io.armwatch.poll.ListResponses.BATCH;
import static io.armwatch.poll.ListResponses.MAPS;
import static io.armwatch.poll.ListResponses.account;
import static io.armwatch.poll.ListResponses.item;
import static io.armwatch.poll.ListResponses.page;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Target;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.ScanPlan.Start;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollExchange;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class AbsenceCheckTest {
    private final ListResponses lists = new ListResponses();

    /** Else one odd item would hide all that is on the pages behind it. */
    @Test
    void a_list_with_an_odd_item_is_read_to_its_end_and_proves_no_absence() throws Exception {
        Scan scan = lists.accounts();
        ObjectNode first = page(item(MAPS + "stray"), account("one"));
        first.put("nextLink", "https://management.azure.com/subscriptions/subid/next");
        Poll poll = lists.desk().poll(ScanFixtures.first(scan));

        assertThat(lists.read(poll, first)).hasOnlyElementsOfType(Seen.class);
        QueuedRequest next = lists.desk().work().take().orElseThrow();
        Poll second = new Poll(next, poll.known(), poll.moment(), poll.sentAt(), new Poll.Call("id", "2024-07-01"));
        assertThat(lists.read(second, page(account("two"))))
                .hasAtLeastOneElementOfType(Seen.class)
                .last()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("the list holds an item of another type or scope"));
        assertThat(scan.provesAbsent((BATCH + "three").toLowerCase(Locale.ROOT)))
                .isFalse();
    }

    @Test
    void a_list_with_a_foreign_item_is_read_but_proves_no_absence() throws Exception {
        Scan scan = lists.accounts();
        JsonNode foreign = item(BATCH.replace("subid", "another") + "acct");

        List<Observation> observations = lists.read(scan, page(foreign, account("acct")));

        assertThat(observations).hasSize(2);
        assertThat(observations.get(0)).isInstanceOf(Seen.class);
        assertThat(observations.get(1)).isInstanceOf(Failed.class);
        assertThat(scan.provesAbsent(BATCH.toLowerCase(Locale.ROOT) + "gone")).isFalse();
    }

    @Test
    void what_is_missing_from_a_complete_list_is_confirmed() throws Exception {
        Scan scan = lists.accounts();
        lists.knows(scan, account("here"));
        lists.knows(scan, account("gone"));
        lists.read(scan, page(account("here")));

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo(BATCH + "gone");
            assertThat(request.confirming()).isTrue();
        });
    }

    @Test
    void what_is_excluded_is_neither_observed_nor_missed() throws Exception {
        Scan all = lists.accounts();
        lists.knows(all, account("taken-out"));
        Part whole = all.part();
        Exclusions exclusions = Exclusions.of(List.of(ArmId.of(BATCH + "TAKEN-OUT"), ArmId.of(BATCH + "new")));
        Part part = new Part(
                whole.source(), whole.scope(), whole.id(), whole.below(), whole.list(), whole.types(), exclusions);
        Scan scan = new Scan(all.run(), part, new ScanHistory());

        assertThat(lists.read(scan, page(account("new"), account("here"))))
                .extracting(each -> each.target().id().name())
                .containsExactly("here");
        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
    }

    @Test
    void what_is_missing_from_an_incomplete_list_was_not_seen() throws Exception {
        Scan scan = lists.accounts();
        lists.knows(scan, account("unseen"));
        lists.read(scan, page().put("nextLink", "https://management.azure.com/x"));
        lists.asked();

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).isEmpty();
        assertThat(scan.summary().failed()).isEqualTo(1);
    }

    @Test
    void a_known_absence_or_a_resource_of_another_source_is_not_confirmed() throws Exception {
        Scan scan = lists.accounts();
        Target gone = new Target("batch-account", ArmId.of(BATCH + "gone"), "");
        lists.store()
                .put(
                        gone.key(),
                        Json.write(new KnownState(
                                gone,
                                Optional.of(ScanFixtures.NOON),
                                6,
                                Optional.of(ScanFixtures.NOON),
                                Optional.empty(),
                                true,
                                0,
                                Optional.empty(),
                                List.of())));
        lists.store()
                .knows(
                        PolledResource.of("maps-keys", MAPS + "maps"),
                        OfficialExample.body("maps-keys/maps-account-list-keys.json"));
        lists.store().put(BATCH.toLowerCase(Locale.ROOT) + "acct/certificates?batch-certificate", new byte[0]);
        lists.read(scan, page());

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
    }

    private static Part single(String name) {
        String id = BATCH + name;
        return new Part(ListResponses.source("batch-account"), id, ArmId.of(id), ArmId.of(id), Optional.empty());
    }

    /** As where the identity may read an account, but not list all of the subscription. */
    @Test
    void a_named_resource_is_requested_once_if_its_list_cannot_be_read() throws Exception {
        Scan scan = lists.accounts();
        scan.useFallbacks(List.of(single("one"), single("two")));
        lists.knows(scan, account("two"));
        Exchange exchange = lists.desk().asked(ScanFixtures.first(scan));
        PollingFixture.reply(exchange, 403, "{\"error\":{\"code\":\"AuthorizationFailed\"}}");

        assertThat(lists.desk().answered(exchange)).isEmpty();
        for (String name : List.of("one", "two")) {
            assertThat(lists.desk().poller().next(exchange)).isTrue();
            assertThat(PollExchange.poll(exchange).request().path()).isEqualTo(BATCH + name);
            PollingFixture.reply(exchange, 200, account(name).toString());
            lists.desk().answered(exchange);
        }
        assertThat(lists.desk().poller().next(exchange)).isFalse();
        assertThat(scan.summary().seen()).isEqualTo(2);
        assertThat(scan.summary().failed()).isZero();
        assertThat(scan.summary().complete()).isFalse();
    }

    @Test
    void a_named_resource_that_its_list_holds_is_not_requested_again() throws Exception {
        Scan scan = lists.accounts();
        scan.useFallbacks(List.of(single("one"), single("two")));
        lists.read(scan, page(account("one")).put("nextLink", "https://management.azure.com/x"));
        lists.asked();
        scan.markIncomplete();

        assertThat(lists.desk().followUps().addFallbacks(scan, lists.desk().work()))
                .isTrue();

        assertThat(lists.asked())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo(BATCH + "two"));
    }

    @Test
    void complete_list_items_need_no_request_of_their_own() throws Exception {
        Scan scan = lists.accounts();
        scan.useFallbacks(List.of(single("one"), single("two")));
        lists.read(scan, page(account("one")));
        assertThat(lists.desk().followUps().addFallbacks(scan, lists.desk().work()))
                .isFalse();
        scan.countFailed();

        assertThat(lists.desk().followUps().addFallbacks(scan, lists.desk().work()))
                .isFalse();
    }

    /** The subscription's list, then the group's, then the certificates of an account, then one of them. */
    @Test
    void narrower_lists_are_tried_before_single_resources() throws Exception {
        Source source = ListResponses.source("batch-certificate");
        String account = BATCH + "acct";
        String certificates = account + "/certificates";
        ArmId group = ArmId.of("/subscriptions/subid/resourceGroups/g");
        ArmId all = ArmId.of(BATCH.substring(0, BATCH.length() - 1));
        ArmId list = ArmId.of(certificates);
        ArmId one = ArmId.of(certificates + "/sha1-a");
        Scan scan = ScanFixtures.overAll(source, "/subscriptions/subid");
        scan.useFallbacks(List.of(
                new Part(source, one.text(), one, one, Optional.empty()),
                new Part(source, certificates + "/*", list, list, Optional.of(new Start(list, 1))),
                new Part(source, group.text(), group, group, Optional.of(new Start(all, 0)))));
        scan.startList(scan.part().listing());
        scan.markIncomplete();
        RequestQueue queue = lists.desk().work();
        for (ArmId next : List.of(all, list, one)) {
            assertThat(lists.desk().followUps().addFallbacks(scan, queue)).isTrue();
            assertThat(lists.asked())
                    .singleElement()
                    .satisfies(request -> assertThat(request.path()).isEqualTo(next.text()));
        }
        assertThat(lists.desk().followUps().addFallbacks(scan, queue)).isFalse();
    }

    /** Else the outage of the group's list would never end: nobody reads that list any more. */
    @Test
    void a_wider_list_that_can_be_read_again_ends_the_outage_of_the_narrower_one() throws Exception {
        ArmId group = ArmId.of("/subscriptions/subid/resourceGroups/g");
        Part narrower = new Part(
                ListResponses.source("batch-account"),
                group.text(),
                group,
                group,
                Optional.of(new Start(ArmId.of(BATCH.substring(0, BATCH.length() - 1)), 0)));
        Target failing = lists.store()
                .knowsFailing(
                        Sources.listTarget(narrower.source(), narrower.listing().id()));
        Scan scan = lists.accounts();
        scan.useFallbacks(List.of(narrower));
        Exchange exchange = lists.desk().asked(ScanFixtures.first(scan));
        PollingFixture.reply(exchange, 200, page(account("one")).toString());

        assertThat(lists.desk().answered(exchange))
                .filteredOn(observations -> observations.target().equals(failing))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.basedOn()).isEqualTo(1));
    }

    /** As where an identity had no right on an account that was then deleted: no list holds it, so nobody asks for it again. */
    @Test
    void a_resource_that_always_failed_and_is_missing_from_complete_lists_is_unwatched() throws Exception {
        Target failing = lists.store().knowsFailing(new Target("batch-account", ArmId.of(BATCH + "never-seen"), ""));
        Scan scan = lists.accounts();
        lists.read(scan, page(account("here")));
        Reconciliation reconciliation = lists.desk().scans().upkeep().reconciliation();

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).isEmpty();
        assertThat(reconciliation.orphans()).containsExactly(failing.key());
    }

    @Test
    void a_failing_resource_that_the_list_holds_is_not_missing() throws Exception {
        Target failing = lists.store().knowsFailing(new Target("batch-account", ArmId.of(BATCH + "here"), ""));
        Reconciliation reconciliation = lists.desk().scans().upkeep().reconciliation();
        reconciliation.markOrphan(failing.key());
        Scan scan = lists.accounts();
        lists.read(scan, page(account("here")));

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(reconciliation.orphans()).isEmpty();
    }

    /** A list lacks a subscription that is there, as a request for it shows: its keys' outage must not flap. */
    @Test
    void the_outage_of_the_keys_of_a_known_resource_ends_with_that_resource_only() throws Exception {
        ListResponses withKeys = new ListResponses(true);
        ObjectNode body = OfficialExample.body("apim-subscription/apim-subscription-get.json");
        ArmId id = ArmId.of(body.path("id").textValue());
        Source source = ListResponses.source("apim-subscription");
        Source keys = Sources.secondView(source).orElseThrow();
        withKeys.store().knows(new PolledResource(source, id), body);
        withKeys.store().knowsFailing(new Target(keys.name(), id, keys.keySuffix()));
        String list = id.text().substring(0, id.text().lastIndexOf('/'));
        Scan scan = ScanFixtures.overChildren(source, list);
        withKeys.read(scan, page());

        withKeys.desk().absence().check(scan, withKeys.desk().work());

        assertThat(withKeys.asked())
                .singleElement()
                .satisfies(request -> assertThat(request.confirming()).isTrue());
        assertThat(withKeys.desk().scans().upkeep().reconciliation().orphans()).isEmpty();
    }
}
