package io.armwatch.poll;

import static io.armwatch.poll.ListResponses.APIM;
import static io.armwatch.poll.ListResponses.BATCH;
import static io.armwatch.poll.ListResponses.MAPS;
import static io.armwatch.poll.ListResponses.account;
import static io.armwatch.poll.ListResponses.item;
import static io.armwatch.poll.ListResponses.page;
import static io.armwatch.poll.ListResponses.source;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Labels;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageHandlerTest {
    private static final String LINK = "https://management.azure.com/subscriptions/subid/x?$skiptoken=";

    private final ListResponses lists = new ListResponses();

    @Test
    void a_page_of_whole_entities_is_their_observation() throws Exception {
        Scan walk = lists.accounts();
        lists.knows(walk, account("same"));
        lists.knows(walk, account("other"));
        ObjectNode other = OfficialExample.with(account("other"), "/properties/poolQuota", 7);

        List<Observation> observations = lists.read(walk, page(account("same"), other, account("fresh")));

        assertThat(observations).allMatch(Seen.class::isInstance);
        assertThat(observations).extracting(each -> each.target().id().name()).containsExactly("other", "fresh");
        assertThat(observations).extracting(Observation::basedOn).containsExactly(5L, 0L);
        assertThat(lists.asked()).isEmpty();
        assertThat(walk.summary())
                .extracting(scan -> scan.unchanged(), scan -> scan.changed(), scan -> scan.failed())
                .containsExactly(1, 2, 0);
        assertThat(walk.provesAbsent(BATCH.toLowerCase(Locale.ROOT) + "gone")).isTrue();
    }

    @Test
    void a_page_is_not_compared_with_states_that_became_known_after_its_request() throws Exception {
        Scan scan = lists.accounts();
        lists.knows(scan, account("acct"));
        Poll poll = lists.desk().poll(ScanFixtures.first(scan));
        lists.knows(scan, OfficialExample.with(account("acct"), "/properties/poolQuota", 7));

        assertThat(lists.read(poll, page(account("acct")))).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
    }

    @Test
    void a_resource_on_two_pages_is_observed_once() throws Exception {
        assertThat(lists.read(lists.accounts(), page(account("acct"), account("ACCT"))))
                .hasSize(1);
    }

    /** ARM writes the ids of one answer in another casing than those of the next. */
    @Test
    void a_resource_on_two_pages_in_two_casings_is_observed_once() throws Exception {
        Scan walk = lists.accounts();
        ObjectNode first = page(account("acct")).put("nextLink", LINK + 2);
        ObjectNode again = OfficialExample.with(account("ACCT"), "/id", BATCH.toUpperCase(Locale.ROOT) + "ACCT");

        assertThat(lists.read(walk, first)).singleElement().isInstanceOf(Seen.class);
        ArmRequest second = lists.asked().get(0);
        assertThat(lists.read(lists.desk().poll(second), page(again))).isEmpty();

        assertThat(walk.summary())
                .extracting(scan -> scan.expected(), scan -> scan.changed(), scan -> scan.complete())
                .containsExactly(1, 1, true);
    }

    /** As where a filter is applied after the pages are cut. */
    @Test
    void empty_pages_before_the_items_end_no_list() throws Exception {
        Scan walk = lists.accounts();
        lists.knows(walk, account("last"));
        ArmRequest request = ScanFixtures.first(walk);
        for (int page = 1; page <= 13; page++) {
            assertThat(lists.read(lists.desk().poll(request), page().put("nextLink", LINK + page)))
                    .isEmpty();
            assertThat(walk.provesAbsent(BATCH.toLowerCase(Locale.ROOT) + "last"))
                    .isFalse();
            request = lists.asked().get(0);
        }

        assertThat(lists.read(lists.desk().poll(request), page(account("last"))))
                .isEmpty();

        assertThat(walk.summary())
                .extracting(scan -> scan.unchanged(), scan -> scan.failed(), scan -> scan.complete())
                .containsExactly(1, 0, true);
    }

    @Test
    void a_link_with_a_port_and_in_capitals_is_followed_to_the_endpoint() throws Exception {
        ObjectNode page = page().put("nextLink", "HTTPS://MANAGEMENT.AZURE.COM:443/Subscriptions/SubId/x?$skipToken=A");

        assertThat(lists.read(lists.accounts(), page)).isEmpty();
        assertThat(lists.asked())
                .extracting(ArmRequest::path, request -> request.query(""))
                .containsExactly(tuple("/Subscriptions/SubId/x", "$skipToken=A"));
    }

    @Test
    void a_byte_order_mark_before_a_page_makes_no_difference() throws Exception {
        Scan scan = lists.accounts();
        Poll poll = lists.desk().poll(ScanFixtures.first(scan));
        byte[] body = ("\uFEFF" + page(account("acct"))).getBytes(UTF_8);

        assertThat(lists.desk().pageHandler().read(poll, body, lists.desk().work()))
                .singleElement()
                .isInstanceOf(Seen.class);
        assertThat(scan.summary().complete()).isTrue();
    }

    @Test
    void an_entity_that_cannot_be_read_fails_alone() throws Exception {
        Scan scan = lists.accounts();

        List<Observation> observations =
                lists.read(scan, page(OfficialExample.without(account("bad"), "/properties"), account("good")));

        assertThat(observations).hasSize(2);
        assertThat(observations.get(0)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.target().id().name()).isEqualTo("bad");
            assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE);
        });
        assertThat(observations.get(1)).isInstanceOf(Seen.class);
        assertThat(scan.summary().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":null}", "{\"value\":{}}", "[]", "\"x\"", "null"})
    void an_answer_that_is_not_a_list_fails_the_list(String page) throws Exception {
        Scan scan = lists.accounts();

        assertThat(lists.read(scan, OfficialExample.JSON.readTree(page)))
                .singleElement()
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.target().suffix()).isEqualTo("?batch-account");
                    assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE);
                });
        assertThat(scan.summary().complete()).isFalse();
        assertThat(scan.summary().expected()).isZero();
    }

    @Test
    void a_page_that_is_not_json_at_its_end_proves_nothing() throws Exception {
        Scan scan = lists.accounts();
        Poll poll = lists.desk().poll(ScanFixtures.first(scan));
        String page = page(account("acct")).toString();
        byte[] broken = page.substring(0, page.length() - 1).getBytes(UTF_8);

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> lists.desk()
                        .pageHandler()
                        .read(poll, broken, lists.desk().work()));
        assertThat(scan.hasSeen((BATCH + "acct").toLowerCase(Locale.ROOT))).isFalse();
    }

    @Test
    void the_next_page_is_requested_even_after_an_empty_one() throws Exception {
        ObjectNode page = page().put("nextLink", "https://management.azure.com/subscriptions/subid/x?$skiptoken=a%2Fb");

        assertThat(lists.read(lists.accounts(), page)).isEmpty();
        assertThat(lists.asked()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/subscriptions/subid/x");
            assertThat(request.query("2024-07-01")).isEqualTo("$skiptoken=a%2Fb");
            assertThat(request.page()).isPresent();
        });
    }

    @Test
    void a_link_to_another_host_fails_the_list_and_is_not_followed() throws Exception {
        Scan scan = lists.accounts();
        ObjectNode page = page(account("acct")).put("nextLink", "https://evil.example/x");

        assertThat(lists.read(scan, page)).last().isInstanceOf(Failed.class);
        assertThat(lists.asked()).isEmpty();
        assertThat(scan.summary().complete()).isFalse();
    }

    @Test
    void the_children_of_every_parent_are_listed_once() throws Exception {
        Scan scan = ScanFixtures.overAll(source("batch-certificate"), "/subscriptions/subid");

        lists.read(scan, page(account("one"), account("two"), account("ONE")));

        assertThat(lists.asked())
                .extracting(ArmRequest::path)
                .containsExactly(BATCH + "one/certificates", BATCH + "two/certificates");
    }

    @Test
    void a_list_of_children_in_backoff_is_not_requested_and_makes_the_scan_incomplete() throws Exception {
        Scan scan = ScanFixtures.overAll(source("batch-certificate"), "/subscriptions/subid");
        String list = (BATCH + "one/certificates?batch-certificate").toLowerCase(Locale.ROOT);
        lists.desk().backoff().backOff(list, "batch-certificate", true, Optional.empty());
        lists.desk().backoff().backOff(list, "batch-certificate", true, Optional.empty());

        lists.read(scan, page(account("one"), account("two")));

        assertThat(lists.asked()).extracting(ArmRequest::path).containsExactly(BATCH + "two/certificates");
        assertThat(scan.summary().complete()).isFalse();
        assertThat(scan.provesAbsent(list.replace("?batch-certificate", "/sha1-a")))
                .isFalse();
    }

    @Test
    void an_incomplete_list_item_is_requested_unless_it_is_in_backoff() throws Exception {
        Scan scan = ScanFixtures.overAll(source("maps-keys"), "/subscriptions/subid");
        String resting = (MAPS + "two").toLowerCase(Locale.ROOT);
        lists.desk().backoff().backOff(resting, "maps-keys", true, Optional.of(Duration.ofMinutes(5)));

        lists.read(scan, page(item(MAPS + "one"), item(MAPS + "two")));

        assertThat(lists.asked()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo(Method.POST);
            assertThat(request.path()).isEqualTo(MAPS + "one/listKeys");
        });
        assertThat(scan.summary().failed()).isEqualTo(1);
    }

    @Test
    void the_subscriptions_of_a_service_and_of_its_workspaces_are_read_by_one_list_of_services() throws Exception {
        Scan scan = ScanFixtures.overAll(source("apim-subscription"), "/subscriptions/subid");
        String service = APIM.substring(0, APIM.lastIndexOf('/'));
        ObjectNode inWorkspace = OfficialExample.listed("apim-subscription/apim-subscription-list.json");
        inWorkspace
                .put("type", "Microsoft.ApiManagement/service/workspaces/subscriptions")
                .put("name", "sid");

        lists.read(scan, page(item(service)));
        List<ArmRequest> below = lists.asked();
        lists.read(lists.desk().poll(below.get(1)), page(item(service + "/workspaces/wks1")));
        List<ArmRequest> belowWorkspace = lists.asked();
        List<Observation> seen = lists.read(lists.desk().poll(belowWorkspace.get(0)), page(inWorkspace));

        assertThat(below)
                .extracting(ArmRequest::path)
                .containsExactly(service + "/subscriptions", service + "/workspaces");
        assertThat(belowWorkspace)
                .extracting(ArmRequest::path)
                .containsExactly(service + "/workspaces/wks1/subscriptions");
        assertThat(seen)
                .singleElement()
                .isInstanceOf(Seen.class)
                .satisfies(each -> assertThat(each.target().id().text())
                        .isEqualTo(service + "/workspaces/wks1/subscriptions/sid"));
    }

    @Test
    void the_keys_of_a_subscription_in_a_workspace_are_read_if_keys_are_watched() throws Exception {
        ListResponses withKeys = new ListResponses(true);
        String id = APIM.replace("/service/apim/", "/service/apim/workspaces/wks1/") + "/sid";
        ObjectNode body = OfficialExample.listed("apim-subscription/apim-subscription-list.json");
        body.put("type", "Microsoft.ApiManagement/service/workspaces/subscriptions")
                .put("name", "sid");
        Exchange exchange = withKeys.desk()
                .asked(ArmRequest.entity(
                        source("apim-subscription"),
                        ArmId.of(id),
                        ScanFixtures.over(source("apim-subscription"), id),
                        false));
        PollingFixture.reply(exchange, 200, body.toString());

        assertThat(withKeys.desk().responses().answered(exchange))
                .singleElement()
                .isInstanceOf(Seen.class);
        assertThat(withKeys.asked())
                .extracting(ArmRequest::method, ArmRequest::path)
                .containsExactly(tuple(Method.POST, id + "/listSecrets"));
    }

    @Test
    void a_service_whose_pricing_tier_has_no_workspaces_has_none() throws Exception {
        Scan scan = ScanFixtures.overAll(source("apim-subscription"), "/subscriptions/subid");
        String service = APIM.substring(0, APIM.lastIndexOf('/'));
        lists.read(scan, page(item(service)));
        ArmRequest workspaces = lists.asked().get(1);
        String refusal = "{\"error\":{\"code\":\"MethodNotAllowedInPricingTier\","
                + "\"message\":\"Method not allowed in Consumption pricing tier\",\"details\":null}}";

        Exchange exchange = lists.desk().asked(workspaces);
        PollingFixture.reply(exchange, 400, refusal);

        assertThat(lists.desk().responses().answered(exchange)).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
        assertThat(scan.provesAbsent((service + "/workspaces/w/subscriptions/s").toLowerCase(Locale.ROOT)))
                .isTrue();
    }

    /** A list has no ETags, and an ETag is what says that the keys have moved. */
    @Test
    void each_subscription_is_requested_if_its_keys_are_watched() throws Exception {
        ListResponses withKeys = new ListResponses(true);
        Scan scan = ScanFixtures.overChildren(source("apim-subscription"), APIM);

        withKeys.read(scan, page(item(APIM + "/sid")));

        assertThat(withKeys.asked()).extracting(ArmRequest::path).containsExactly(APIM + "/sid");
    }

    /** The answer to listKeys has neither region nor tags. */
    @Test
    void the_region_and_tags_in_a_list_belong_to_the_resource_that_is_requested() throws Exception {
        Scan scan = ScanFixtures.overAll(source("maps-keys"), "/subscriptions/subid");

        lists.read(scan, page(labelled(MAPS + "one", "westeurope", "maps")));

        assertThat(lists.asked())
                .singleElement()
                .satisfies(request -> assertThat(request.listed()).isEqualTo(labels("westeurope", "maps")));
    }

    @Test
    void the_region_and_tags_of_a_parent_belong_to_the_resources_in_its_lists() throws Exception {
        Scan scan = ScanFixtures.overAll(source("apim-subscription"), "/subscriptions/subid");
        String service = APIM.substring(0, APIM.lastIndexOf('/'));
        lists.read(scan, page(labelled(service, "eastus", "apis")));
        List<ArmRequest> below = lists.asked();
        assertThat(below)
                .extracting(ArmRequest::path, ArmRequest::listed)
                .containsExactlyInAnyOrder(
                        tuple(service + "/subscriptions", labels("eastus", "apis")),
                        tuple(service + "/workspaces", labels("eastus", "apis")));

        ObjectNode body = OfficialExample.listed("apim-subscription/apim-subscription-list.json")
                .put("id", APIM + "/sid")
                .put("name", "sid");
        List<Observation> seen = lists.read(lists.desk().poll(below.get(0)), page(body));

        assertThat(seen)
                .singleElement()
                .satisfies(each -> assertThat(((Seen) each).listed()).contains(labels("eastus", "apis")));
    }

    /** They are in its state; a list that shows something else at the same time is older or newer, and not better. */
    @Test
    void a_resource_keeps_its_own_region_and_tags() throws Exception {
        List<Observation> seen = lists.read(lists.accounts(), page(account("acct")));

        assertThat(seen)
                .singleElement()
                .satisfies(each -> assertThat(((Seen) each).listed()).isEmpty());
    }

    private static ObjectNode labelled(String id, String location, String team) {
        ObjectNode item = (ObjectNode) item(id);
        item.put("location", location).putObject("tags").put("team", team);
        return item;
    }

    private static Labels labels(String location, String team) {
        return Labels.of(labelled("/subscriptions/subid", location, team));
    }
}
