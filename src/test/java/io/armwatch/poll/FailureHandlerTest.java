package io.armwatch.poll;

import static io.armwatch.poll.MapsAccountRequests.BODY;
import static io.armwatch.poll.MapsAccountRequests.MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmExec;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollExchange;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What becomes of an answer that is not what was asked for. */
class FailureHandlerTest {
    private static final ObjectNode SUBSCRIPTION = OfficialExample.body("apim-subscription/apim-subscription-get.json");
    private static final PolledResource APIM =
            PolledResource.of("apim-subscription", SUBSCRIPTION.path("id").textValue());
    private static final Source SECRETS = Sources.secondView(APIM.source()).orElseThrow();
    private static final String NOT_FOUND = "{\"error\":{\"code\":\"ResourceNotFound\"}}";

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store), true);

    private static ArmRequest request(PolledResource watched) {
        return ArmRequest.entity(
                watched.source(),
                watched.id(),
                ScanFixtures.over(watched.source(), watched.id().text()),
                false);
    }

    private List<Observation> answered(Exchange exchange, int status, String body, String... headers) {
        PollingFixture.reply(exchange, status, body, headers);

        return bench.answered(exchange).stream()
                .filter(observations -> !(observations instanceof Scanned))
                .toList();
    }

    /** ARM answers an identity of another tenant that the Azure subscription is missing, then the right one that the resource is. */
    @Test
    void what_was_missing_to_a_stranger_can_still_be_gone() throws Exception {
        store.knows(MAPS, MAPS.state(BODY), Optional.of(new Outage(Reason.MISSING, ScanFixtures.NOON, 1)));

        assertThat(answered(bench.asked(request(MAPS)), 404, NOT_FOUND))
                .singleElement()
                .isInstanceOf(Absent.class);
    }

    @Test
    void a_token_that_is_renewed_at_the_second_attempt_is_used_too() throws Exception {
        Exchange exchange = bench.asked(request(MAPS));
        assertThat(answered(exchange, 503, "")).isEmpty();
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.poller().next(exchange)).isTrue();

        assertThat(answered(exchange, 401, "", ArmExec.RENEWED, "true")).isEmpty();
        assertThat(bench.poller().next(exchange)).isTrue();
    }

    @Test
    void a_deleted_resource_takes_what_a_second_view_showed_with_it() throws Exception {
        store.knows(APIM, SUBSCRIPTION);
        JsonNode secrets = OfficialExample.JSON.readTree(
                "{\"primaryKey\":\"0123456789abcdef\",\"secondaryKey\":\"0123456789abcdef\"}");
        Target beside = store.knows(new PolledResource(SECRETS, APIM.id()), secrets, Optional.empty());

        List<Observation> observations = answered(bench.asked(request(APIM)), 404, NOT_FOUND);

        assertThat(observations).hasSize(2).hasOnlyElementsOfType(Absent.class);
        assertThat(observations.get(1).target()).isEqualTo(beside);
        assertThat(((Absent) observations.get(1)).confirmed()).isTrue();
    }

    @Test
    void a_deleted_resource_ends_the_outage_of_a_second_view_that_could_never_be_read() throws Exception {
        store.knows(APIM, SUBSCRIPTION);
        Target beside = store.knowsFailing(new Target(SECRETS.name(), APIM.id(), SECRETS.keySuffix()));

        assertThat(answered(bench.asked(request(APIM)), 404, NOT_FOUND))
                .last()
                .isInstanceOfSatisfying(
                        Unwatched.class, ended -> assertThat(ended.target()).isEqualTo(beside));
    }

    private static String refusal(String version) {
        return "{\"error\":{\"code\":\"InvalidApiVersionParameter\",\"message\":\"The api-version '" + version
                + "' is invalid. The supported versions are '2026-08-01'.\"}}";
    }

    @Test
    void a_refused_api_version_is_replaced_by_the_next_one_in_the_same_scan() throws Exception {
        Scan scan = ScanFixtures.overAll(
                PolledResource.of("batch-account", "/subscriptions/s").source(), "/subscriptions/s");
        Exchange exchange = bench.asked(ScanFixtures.first(scan));

        assertThat(answered(exchange, 400, refusal("2024-07-01"))).isEmpty();
        assertThat(bench.poller().next(exchange)).isTrue();
        assertThat(PollExchange.poll(exchange).apiVersion()).isEqualTo("2025-06-01");
        assertThat(answered(exchange, 200, "{\"value\":[]}")).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
    }

    @Test
    void a_list_whose_next_page_is_refused_begins_again_with_the_next_api_version() throws Exception {
        Scan scan = ScanFixtures.overAll(
                PolledResource.of("batch-account", "/subscriptions/s").source(), "/subscriptions/s");
        Exchange exchange = bench.asked(ScanFixtures.first(scan));
        String link = "https://management.azure.com/page?api-version=2024-07-01&$skiptoken=a";
        answered(exchange, 200, "{\"value\":[],\"nextLink\":\"" + link + "\"}");
        assertThat(bench.poller().next(exchange)).isTrue();
        assertThat(PollExchange.poll(exchange).request().isFurtherPage()).isTrue();

        assertThat(answered(exchange, 400, refusal("2024-07-01"))).isEmpty();
        assertThat(bench.poller().next(exchange)).isTrue();

        Poll again = PollExchange.poll(exchange);
        assertThat(again.request().isFurtherPage()).isFalse();
        assertThat(again.request().query(again.apiVersion())).isEqualTo("api-version=2025-06-01");
    }

    @Test
    void where_no_api_version_is_left_the_failure_says_so() throws Exception {
        Scan scan = ScanFixtures.overAll(
                PolledResource.of("batch-account", "/subscriptions/s").source(), "/subscriptions/s");
        Exchange exchange = bench.asked(ScanFixtures.first(scan));
        answered(exchange, 400, refusal("2024-07-01"));
        assertThat(bench.poller().next(exchange)).isTrue();

        assertThat(answered(exchange, 400, refusal("2025-06-01")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.API_VERSION));
        assertThat(bench.poller().next(exchange)).isFalse();
    }

    /** As a link that has become too old is answered. */
    @Test
    void a_further_page_that_is_not_found_says_nothing_of_its_list() throws Exception {
        Scan scan = ScanFixtures.overAll(APIM.source(), "/subscriptions/s");
        ArmRequest first = ScanFixtures.first(scan);
        ArmRequest further = ArmRequest.page(
                first.page().orElseThrow(), scan, first.path(), first.query("2024-07-01") + "&$skiptoken=old");

        assertThat(answered(bench.asked(further), 404, NOT_FOUND))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE));
        assertThat(scan.summary().complete()).isFalse();
    }

    /** Both sources begin with the list of accounts. */
    @Test
    void no_other_source_makes_a_request_before_its_retry_after() throws Exception {
        List<ArmRequest> requests = new ArrayList<>();
        for (String source : List.of("batch-account", "batch-certificate")) {
            requests.add(ScanFixtures.first(ScanFixtures.overAll(
                    PolledResource.of(source, "/subscriptions/s").source(), "/subscriptions/s")));
        }
        assertThat(requests.get(0).path()).isEqualTo(requests.get(1).path());
        Exchange one = bench.asked(requests.get(0));
        assertThat(answered(one, 503, "", "Retry-After", "20")).isEmpty();
        assertThat(bench.poller().next(one)).isFalse();

        Exchange other = bench.exchange(requests.get(1));
        bench.pass(Duration.ofMillis(19_999));
        assertThat(bench.poller().next(other)).isFalse();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.poller().next(other)).isTrue();
    }
}
