package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.source.Example;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import io.armwatch.source.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.component.http.HttpMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final ObjectNode ACCOUNT = Example.listed("batch-account/batch-account-list-by-subscription.json");
    private static final String GROUP = "/subscriptions/subid/resourceGroups/g/providers/";
    private static final String BATCH = GROUP + "Microsoft.Batch/batchAccounts/";
    private static final String MAPS = GROUP + "Microsoft.Maps/accounts/";
    private static final String APIM = GROUP + "Microsoft.ApiManagement/service/apim/subscriptions";

    private final Met met = new Met();
    private final FakeStore store = new FakeStore();
    private final Memory memory = new Memory(store);
    private final Desk desk = new Desk(memory);

    private static Source source(String name) {
        return Watched.of(name, "/subscriptions/subid").source();
    }

    private static ObjectNode account(String name) {
        return Example.with(Example.with(ACCOUNT, "/id", BATCH + name), "/name", name);
    }

    private static ObjectNode page(JsonNode... items) {
        ObjectNode page = Example.JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        for (JsonNode item : items) {
            value.add(item);
        }
        return page;
    }

    private static JsonNode item(String id) {
        return Example.JSON
                .createObjectNode()
                .put("id", id)
                .put("name", ArmId.of(id).name());
    }

    private void known(Source source, String id, JsonNode body) throws Exception {
        Watched watched = new Watched(source, ArmId.of(id));
        Target target = new Target(source.name(), watched.id(), source.keySuffix());
        store.put(
                target.key(),
                Json.write(new KnownState(
                        target,
                        5,
                        Optional.of(Walks.NOON),
                        Optional.of(watched.state(body)),
                        false,
                        0,
                        Optional.empty())));
    }

    private void account(Walk walk, ObjectNode account) throws Exception {
        known(walk.source(), account.path("id").textValue(), account);
    }

    private List<Observation> read(Walk walk, JsonNode page) throws Exception {
        return read(desk, walk, page);
    }

    private static List<Observation> read(Desk desk, Walk walk, JsonNode page) throws Exception {
        return read(desk, desk.poll(Walks.first(walk)), page);
    }

    private static List<Observation> read(Desk desk, Poll poll, JsonNode page) throws InvalidAnswerException {
        return desk.pages().read(poll, page.toString().getBytes(UTF_8), desk.work());
    }

    private List<ArmRequest> asked() throws InterruptedException {
        return asked(desk);
    }

    private static List<ArmRequest> asked(Desk desk) throws InterruptedException {
        List<ArmRequest> asked = new ArrayList<>();
        while (!desk.work().isEmpty()) {
            desk.work().take().map(Work.Ask::request).ifPresent(asked::add);
        }
        return asked;
    }

    /** Else one odd item would hide all that is on the pages behind it. */
    @Test
    void a_list_that_holds_something_odd_is_read_to_its_end_and_shows_no_absence() throws Exception {
        Walk walk = accounts();
        ObjectNode first = page(item(MAPS + "stray"), account("one"));
        first.put("nextLink", "https://management.azure.com/subscriptions/subid/next");
        Poll poll = desk.poll(Walks.first(walk));

        assertThat(read(desk, poll, first)).hasOnlyElementsOfType(Seen.class);
        Work.Ask next = desk.work().take().orElseThrow();
        Poll second = new Poll(next, poll.known(), poll.moment(), poll.askedAt(), "id");
        assertThat(read(desk, second, page(account("two"))))
                .hasAtLeastOneElementOfType(Seen.class)
                .last()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("the list holds something that does not belong into it"));
        assertThat(walk.shows((BATCH + "three").toLowerCase(Locale.ROOT))).isFalse();
    }

    /** One after the other. */
    private Walk accounts() {
        return Walks.overAll(source("batch-account"), "/subscriptions/subid", met);
    }

    @Test
    void a_page_of_whole_entities_is_their_observation() throws Exception {
        Walk walk = accounts();
        account(walk, account("same"));
        account(walk, account("other"));
        ObjectNode other = Example.with(account("other"), "/properties/poolQuota", 7);

        List<Observation> told = read(walk, page(account("same"), other, account("fresh")));

        assertThat(told).allMatch(Seen.class::isInstance);
        assertThat(told).extracting(each -> each.target().id().name()).containsExactly("other", "fresh");
        assertThat(told).extracting(Observation::basedOn).containsExactly(5L, 0L);
        assertThat(asked()).isEmpty();
        assertThat(walk.completed())
                .extracting(scan -> scan.unchanged(), scan -> scan.changed(), scan -> scan.failed())
                .containsExactly(1, 2, 0);
        assertThat(walk.shows(BATCH.toLowerCase(Locale.ROOT) + "gone")).isTrue();
    }

    @Test
    void what_became_known_since_the_page_was_asked_for_is_not_judged_by_it() throws Exception {
        Walk walk = accounts();
        account(walk, account("acct"));
        Poll poll = desk.poll(Walks.first(walk));
        account(walk, Example.with(account("acct"), "/properties/poolQuota", 7));

        assertThat(read(desk, poll, page(account("acct")))).isEmpty();
        assertThat(walk.completed().complete()).isTrue();
    }

    @Test
    void a_resource_on_two_pages_is_observed_once() throws Exception {
        assertThat(read(accounts(), page(account("acct"), account("ACCT")))).hasSize(1);
    }

    @Test
    void an_entity_that_cannot_be_read_fails_alone() throws Exception {
        Walk walk = accounts();

        List<Observation> told = read(walk, page(Example.without(account("bad"), "/properties"), account("good")));

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.target().id().name()).isEqualTo("bad");
            assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE);
        });
        assertThat(told.get(1)).isInstanceOf(Seen.class);
        assertThat(walk.completed().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":null}", "{\"value\":{}}", "[]", "\"x\"", "null"})
    void what_is_no_list_fails_the_list(String page) throws Exception {
        Walk walk = accounts();

        assertThat(read(walk, Example.JSON.readTree(page)))
                .singleElement()
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.target().suffix()).isEqualTo("?batch-account");
                    assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE);
                });
        assertThat(walk.completed().complete()).isFalse();
        assertThat(walk.completed().expected()).isZero();
    }

    /** One minute after the other, the same resource: what a page holds of it, and what is known by then. */
    private List<Observation> again(Walk walk, JsonNode... items) throws Exception {
        List<Observation> told = read(walk, page(items));
        desk.pages().conclude(walk, desk.work());
        asked();
        return told;
    }

    @Test
    void what_comes_in_the_same_bytes_is_known_by_them_and_what_does_not_is_told() throws Exception {
        account(accounts(), account("same"));
        account(accounts(), account("other"));
        again(accounts(), account("same"), account("other"));
        Walk third = accounts();

        List<Observation> told =
                again(third, account("same"), Example.with(account("other"), "/properties/poolQuota", 7));

        assertThat(told).extracting(each -> each.target().id().name()).containsExactly("other");
        assertThat(third.hasMet((BATCH + "same").toLowerCase(Locale.ROOT))).isTrue();
        assertThat(third.completed().unchanged()).isEqualTo(1);
    }

    @Test
    void bytes_that_came_no_more_are_forgotten() throws Exception {
        ObjectNode other = Example.with(account("acct"), "/properties/poolQuota", 7);
        again(accounts(), account("acct"));
        Walk last = accounts();
        again(last, other);

        assertThat(last.itemOf(last.part().listing(), digest(account("acct")))).isEmpty();
        assertThat(last.itemOf(last.part().listing(), digest(other))).isPresent();
    }

    private static Met.Digest digest(JsonNode item) {
        return new Met.Digest(Memory.digest(item.toString().getBytes(UTF_8)));
    }

    /** Its bytes are those of an older state, which is not known any more. */
    @Test
    void what_comes_back_as_it_once_was_is_told() throws Exception {
        account(accounts(), account("acct"));
        again(accounts(), account("acct"));
        account(accounts(), Example.with(account("acct"), "/properties/poolQuota", 7));

        assertThat(again(accounts(), account("acct"))).hasOnlyElementsOfType(Seen.class);
    }

    @Test
    void the_same_bytes_of_a_child_are_each_list_s_own() throws Exception {
        Walk walk = Walks.overAll(source("apim-subscription"), "/subscriptions/subid");
        ObjectNode child = Example.listed("apim-subscription/apim-subscription-list.json");
        for (String service : List.of("one", "two")) {
            Listing below =
                    Plan.listing(walk.source().type(), ArmId.of(APIM.replace("/apim/", "/" + service + "/")), 1);
            for (Walk each : List.of(walk, walk)) {
                Poll poll = desk.poll(ArmRequest.list(below, each));
                read(desk, poll, page(child));
                desk.pages().conclude(each, desk.work());
                asked();
            }
        }
        String name = child.path("name").textValue().toLowerCase(Locale.ROOT);

        assertThat(walk.hasMet(APIM.toLowerCase(Locale.ROOT).replace("/apim/", "/one/") + "/" + name))
                .isTrue();
        assertThat(walk.hasMet(APIM.toLowerCase(Locale.ROOT).replace("/apim/", "/two/") + "/" + name))
                .isTrue();
    }

    @Test
    void a_page_that_is_not_json_at_its_end_shows_nothing() throws Exception {
        Walk walk = accounts();
        Poll poll = desk.poll(Walks.first(walk));
        String page = page(account("acct")).toString();
        byte[] broken = page.substring(0, page.length() - 1).getBytes(UTF_8);

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> desk.pages().read(poll, broken, desk.work()));
        assertThat(walk.hasMet((BATCH + "acct").toLowerCase(Locale.ROOT))).isFalse();
    }

    @Test
    void a_list_with_a_foreign_item_is_read_but_shows_nothing_of_what_it_lacks() throws Exception {
        Walk walk = accounts();
        JsonNode foreign = item(BATCH.replace("subid", "another") + "acct");

        List<Observation> told = read(walk, page(foreign, account("acct")));

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOf(Seen.class);
        assertThat(told.get(1)).isInstanceOf(Failed.class);
        assertThat(walk.shows(BATCH.toLowerCase(Locale.ROOT) + "gone")).isFalse();
    }

    @Test
    void the_next_page_is_asked_for_and_an_empty_one_may_have_one() throws Exception {
        ObjectNode page = page().put("nextLink", "https://management.azure.com/subscriptions/subid/x?$skiptoken=a%2Fb");

        assertThat(read(accounts(), page)).isEmpty();
        assertThat(asked()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/subscriptions/subid/x");
            assertThat(request.query()).isEqualTo("$skiptoken=a%2Fb");
            assertThat(request.page()).isPresent();
        });
    }

    @Test
    void a_link_to_another_host_fails_the_list_and_is_not_asked_for() throws Exception {
        Walk walk = accounts();
        ObjectNode page = page(account("acct")).put("nextLink", "https://evil.example/x");

        assertThat(read(walk, page)).last().isInstanceOf(Failed.class);
        assertThat(asked()).isEmpty();
        assertThat(walk.completed().complete()).isFalse();
    }

    @Test
    void the_children_of_every_parent_are_listed_once() throws Exception {
        Walk walk = Walks.overAll(source("batch-certificate"), "/subscriptions/subid");

        read(walk, page(account("one"), account("two"), account("ONE")));

        assertThat(asked())
                .extracting(ArmRequest::path)
                .containsExactly(BATCH + "one/certificates", BATCH + "two/certificates");
    }

    @Test
    void a_list_of_children_that_rests_is_not_asked_for_and_lacks() throws Exception {
        Walk walk = Walks.overAll(source("batch-certificate"), "/subscriptions/subid");
        String list = (BATCH + "one/certificates?batch-certificate").toLowerCase(Locale.ROOT);
        desk.rests().failed(list, "batch-certificate", true, Optional.empty());
        desk.rests().failed(list, "batch-certificate", true, Optional.empty());

        read(walk, page(account("one"), account("two")));

        assertThat(asked()).extracting(ArmRequest::path).containsExactly(BATCH + "two/certificates");
        assertThat(walk.completed().complete()).isFalse();
        assertThat(walk.shows(list.replace("?batch-certificate", "/sha1-a"))).isFalse();
    }

    @Test
    void what_a_list_does_not_show_whole_is_asked_for_unless_it_rests() throws Exception {
        Walk walk = Walks.overAll(source("maps-keys"), "/subscriptions/subid");
        String resting = (MAPS + "two").toLowerCase(Locale.ROOT);
        desk.rests().failed(resting, "maps-keys", true, Optional.of(Duration.ofMinutes(5)));

        read(walk, page(item(MAPS + "one"), item(MAPS + "two")));

        assertThat(asked()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo(HttpMethods.POST);
            assertThat(request.path()).isEqualTo(MAPS + "one/listKeys");
        });
        assertThat(walk.completed().failed()).isEqualTo(1);
    }

    /** A list has no ETags, and an ETag is what says that the keys have moved. */
    @Test
    void where_keys_are_watched_beside_it_each_subscription_is_asked_for() throws Exception {
        Desk withKeys = new Desk(memory, true);
        Walk walk = Walks.overChildren(source("apim-subscription"), APIM);

        read(withKeys, walk, page(item(APIM + "/sid")));

        assertThat(asked(withKeys)).extracting(ArmRequest::path).containsExactly(APIM + "/sid");
    }

    @Test
    void what_a_complete_list_lacks_is_confirmed() throws Exception {
        Walk walk = accounts();
        account(walk, account("here"));
        account(walk, account("gone"));
        read(walk, page(account("here")));

        desk.pages().conclude(walk, desk.work());

        assertThat(asked()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo(BATCH + "gone");
            assertThat(request.confirming()).isTrue();
        });
    }

    @Test
    void what_an_incomplete_list_lacks_has_not_been_seen() throws Exception {
        Walk walk = accounts();
        account(walk, account("unseen"));
        read(walk, page().put("nextLink", "https://management.azure.com/x"));
        asked();

        desk.pages().conclude(walk, desk.work());

        assertThat(asked()).isEmpty();
        assertThat(walk.completed().failed()).isEqualTo(1);
    }

    @Test
    void what_is_gone_or_another_source_s_is_not_confirmed() throws Exception {
        Walk walk = accounts();
        Target gone = new Target("batch-account", ArmId.of(BATCH + "gone"), "");
        store.put(
                gone.key(),
                Json.write(
                        new KnownState(gone, 6, Optional.of(Walks.NOON), Optional.empty(), true, 0, Optional.empty())));
        known(source("maps-keys"), MAPS + "maps", Example.body("maps-keys/maps-account-list-keys.json"));
        store.put(BATCH.toLowerCase(Locale.ROOT) + "acct/certificates?batch-certificate", new byte[0]);
        read(walk, page());

        desk.pages().conclude(walk, desk.work());

        assertThat(asked()).isEmpty();
        assertThat(walk.completed().complete()).isTrue();
    }
}
