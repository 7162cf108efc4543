package io.armwatch.poll;

import static io.armwatch.poll.ListResponses.APIM;
import static io.armwatch.poll.ListResponses.BATCH;
import static io.armwatch.poll.ListResponses.account;
import static io.armwatch.poll.ListResponses.page;
import static io.armwatch.poll.ListResponses.source;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Seen;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.PreviousListing;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.OfficialExample;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class UnchangedPagesTest {
    private final ListResponses lists = new ListResponses();

    /** One minute after the other, the same resource: what a page holds of it, and what is known by then. */
    private List<Observation> again(Scan scan, JsonNode... items) throws Exception {
        List<Observation> observations = lists.read(scan, page(items));
        lists.desk().absence().check(scan, lists.desk().work());
        lists.asked();
        return observations;
    }

    @Test
    void identical_bytes_are_recognised_and_other_bytes_are_parsed() throws Exception {
        lists.knows(lists.accounts(), account("same"));
        lists.knows(lists.accounts(), account("other"));
        again(lists.accounts(), account("same"), account("other"));
        Scan third = lists.accounts();

        List<Observation> observations =
                again(third, account("same"), OfficialExample.with(account("other"), "/properties/poolQuota", 7));

        assertThat(observations).extracting(each -> each.target().id().name()).containsExactly("other");
        assertThat(third.hasSeen((BATCH + "same").toLowerCase(Locale.ROOT))).isTrue();
        assertThat(third.summary().unchanged()).isEqualTo(1);
    }

    @Test
    void an_item_that_disappears_after_identical_answers_is_requested() throws Exception {
        lists.knows(lists.accounts(), account("stays"));
        lists.knows(lists.accounts(), account("goes"));
        for (int i = 1; i <= 3; i++) {
            assertThat(again(lists.accounts(), account("stays"), account("goes")))
                    .isEmpty();
        }
        Scan last = lists.accounts();
        lists.read(last, page(account("stays")));
        lists.desk().absence().check(last, lists.desk().work());

        assertThat(lists.asked()).extracting(each -> each.target().id().name()).containsExactly("goes");
        assertThat(last.summary().unchanged()).isEqualTo(1);
    }

    @Test
    void a_repeated_item_counts_once_in_every_scan() throws Exception {
        lists.knows(lists.accounts(), account("twice"));
        for (int i = 1; i <= 3; i++) {
            Scan scan = lists.accounts();
            again(scan, account("twice"), account("twice"));

            assertThat(scan.summary().unchanged()).isEqualTo(1);
        }
    }

    @Test
    void bytes_that_no_longer_arrive_are_forgotten() throws Exception {
        ObjectNode other = OfficialExample.with(account("acct"), "/properties/poolQuota", 7);
        again(lists.accounts(), account("acct"));
        Scan last = lists.accounts();
        again(last, other);

        PreviousListing previous = last.previousListing(last.part().listing());
        assertThat(previous.find(digest(account("acct")))).isNull();
        assertThat(previous.find(digest(other))).isNotNull();
    }

    private static Digest digest(JsonNode item) {
        return Digest.of(item.toString().getBytes(UTF_8));
    }

    /** Its bytes are those of an older state, which is not known any more. */
    @Test
    void a_return_to_an_earlier_state_is_reported() throws Exception {
        lists.knows(lists.accounts(), account("acct"));
        again(lists.accounts(), account("acct"));
        lists.knows(lists.accounts(), OfficialExample.with(account("acct"), "/properties/poolQuota", 7));

        assertThat(again(lists.accounts(), account("acct"))).hasOnlyElementsOfType(Seen.class);
    }

    @Test
    void the_same_bytes_of_a_child_are_each_list_s_own() throws Exception {
        Scan scan = ScanFixtures.overAll(source("apim-subscription"), "/subscriptions/subid");
        ObjectNode child = OfficialExample.listed("apim-subscription/apim-subscription-list.json");
        for (String service : List.of("one", "two")) {
            Listing below = new Listing(
                    ArmId.of(APIM.replace("/apim/", "/" + service + "/")),
                    scan.source().types().subList(0, 1),
                    1);
            for (Scan each : List.of(scan, scan)) {
                Poll poll = lists.desk().poll(ArmRequest.list(below, each));
                lists.read(poll, page(child));
                lists.desk().absence().check(each, lists.desk().work());
                lists.asked();
            }
        }
        String name = child.path("name").textValue().toLowerCase(Locale.ROOT);

        assertThat(scan.hasSeen(APIM.toLowerCase(Locale.ROOT).replace("/apim/", "/one/") + "/" + name))
                .isTrue();
        assertThat(scan.hasSeen(APIM.toLowerCase(Locale.ROOT).replace("/apim/", "/two/") + "/" + name))
                .isTrue();
    }
}
