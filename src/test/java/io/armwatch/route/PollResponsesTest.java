package io.armwatch.route;

import static io.armwatch.poll.MapsAccountRequests.BODY;
import static io.armwatch.poll.MapsAccountRequests.MAPS;
import static io.armwatch.poll.scan.ScanFixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmExec;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.MapsAccountRequests;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollResponsesTest {
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store));
    private final ArmRequest request = MapsAccountRequests.request();

    /** Less the scan's own, which ends with its only call. */
    private static List<Observation> ofResources(List<Observation> observations) {
        assertThat(observations).last().isInstanceOf(Scanned.class);
        return observations.subList(0, observations.size() - 1);
    }

    private List<Observation> answered(int status, String body) throws Exception {
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, status, body);

        return ofResources(bench.answered(exchange));
    }

    @Test
    void a_different_answer_is_observed_against_the_known_revision() throws Exception {
        store.knows(MAPS, BODY);

        List<Observation> observations = answered(
                200, OfficialExample.with(BODY, "/primaryKey", "another").toString());

        assertThat(observations).singleElement().isInstanceOfSatisfying(Seen.class, seen -> {
            assertThat(seen.basedOn()).isEqualTo(5);
            assertThat(seen.observedAt()).isEqualTo(NOON);
        });
    }

    @Test
    void an_unchanged_answer_is_no_observation() throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(200, BODY.toString())).isEmpty();
        assertThat(answered(200, BODY.toString())).isEmpty();
    }

    /** Else its event would be larger than Kafka accepts, and block all that follow. */
    @Test
    void a_resource_too_large_for_an_event_is_an_invalid_answer() throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(200, "{\"primaryKey\":\"k\",\"primaryKeyLastUpdated\":\"" + "x".repeat(500_000) + "\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE));
    }

    @Test
    void a_404_from_arm_means_that_the_resource_is_absent() throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(404, "{\"error\":{\"code\":\"ResourceNotFound\"}}"))
                .singleElement()
                .isInstanceOf(Absent.class);
    }

    /** Else the end of a feature would be reported as the deletion of all its resources. */
    @ParameterizedTest
    @CsvSource({
        "404, <html>Not found</html>, INVALID_RESPONSE",
        "404, '{\"error\":{\"code\":\"InvalidResourceType\"}}', RETIRED",
        "404, '{\"error\":{\"code\":\"SubscriptionNotFound\"}}', REFUSED",
        "410, '', RETIRED",
        "403, <html>, FORBIDDEN",
        "200, <html>, INVALID_RESPONSE",
        "200, '{}', INVALID_RESPONSE",
        "202, '', INVALID_RESPONSE",
        "202, '{}', INVALID_RESPONSE",
        "204, '', INVALID_RESPONSE"
    })
    void no_other_answer_is_an_absence(int status, String body, Reason reason) throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(status, body))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(reason));
    }

    @Test
    void a_state_that_cannot_be_read_does_not_stop_the_poll() throws Exception {
        store.put(request.target().key(), "{\"revision\":8}".getBytes(UTF_8));

        assertThat(answered(200, BODY.toString()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Seen.class, seen -> assertThat(seen.basedOn()).isEqualTo(8));
    }

    @Test
    void an_unanswered_poll_is_reported_with_its_reason_after_the_last_attempt() throws Exception {
        Exchange exchange = bench.asked(request);
        for (int attempt = 1; attempt < 3; attempt++) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("once"));
            assertThat(bench.responses().unanswered(exchange)).isEmpty();
            bench.pass(Duration.ofMinutes(1));
            assertThat(bench.poller().next(exchange)).isTrue();
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("\u001b[2Jbroken"));

        assertThat(bench.responses().unanswered(exchange))
                .singleElement()
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.UNREACHABLE);
                    assertThat(failed.failure().attempts()).isEqualTo(3);
                    assertThat(failed.failure().message()).contains("[2Jbroken");
                    assertThat(failed.failure().nextAttemptAt()).contains(NOON.plusSeconds(180));
                });
    }

    @Test
    void a_request_with_an_outdated_token_is_retried_once_at_once() throws Exception {
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, 401, "", ArmExec.RENEWED, "true");
        assertThat(bench.answered(exchange)).isEmpty();
        assertThat(bench.poller().next(exchange)).isTrue();

        assertThat(ofResources(bench.answered(exchange))).isEmpty();
        assertThat(request.scan().summary().failed()).isEqualTo(1);
    }

    @Test
    void a_refused_request_without_a_new_token_is_not_retried() throws Exception {
        assertThat(answered(401, "")).isEmpty();
        assertThat(request.scan().summary().failed()).isEqualTo(1);
    }

    /** Else what was in a group that is gone would be known for ever. */
    @Test
    void a_list_that_certainly_no_longer_exists_is_empty() throws Exception {
        Source accounts =
                PolledResource.of("batch-account", "/subscriptions/subid").source();
        ObjectNode example = OfficialExample.body("batch-account/batch-account-get.json");
        String id = "/subscriptions/subid/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a";
        ObjectNode body = OfficialExample.with(OfficialExample.with(example, "/id", id), "/name", "a");
        PolledResource account = PolledResource.of("batch-account", id);
        Target target = store.knows(account, body);
        Scan group = ScanFixtures.overAll(accounts, "/subscriptions/subid/resourceGroups/g");
        Exchange exchange = bench.asked(ScanFixtures.first(group));
        PollingFixture.reply(exchange, 404, "{\"error\":{\"code\":\"ResourceGroupNotFound\"}}");

        assertThat(bench.answered(exchange)).singleElement().isInstanceOf(Absent.class);

        assertThat(bench.poller().next(exchange)).isTrue();
        assertThat(PollExchange.poll(exchange).request())
                .matches(ArmRequest::confirming)
                .extracting(ArmRequest::target)
                .isEqualTo(target);
    }

    /** An answer that says try again is no observation yet. */
    @ParameterizedTest
    @CsvSource({"429, 7", "503, 7", "500, 0", "408, 0"})
    void transient_failures_are_retried_after_their_wait(int status, int retryAfter) throws Exception {
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, status, "", "Retry-After", Integer.toString(retryAfter));
        assertThat(bench.answered(exchange)).isEmpty();
        bench.pass(
                retryAfter == 0
                        ? Duration.ofMillis(499)
                        : Duration.ofSeconds(retryAfter).minusMillis(1));
        assertThat(bench.poller().next(exchange)).isFalse();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.poller().next(exchange)).isTrue();
    }

    @Test
    void a_date_until_which_to_wait_is_read_against_the_answer_s_own() throws Exception {
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(
                exchange,
                429,
                "",
                "Date",
                "Sat, 21 Nov 2026 09:00:00 GMT",
                "Retry-After",
                "Sat, 21 Nov 2026 09:00:17 GMT");

        assertThat(bench.answered(exchange)).isEmpty();
        bench.pass(Duration.ofMillis(16_999));
        assertThat(bench.poller().next(exchange)).isFalse();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.poller().next(exchange)).isTrue();
    }

    @Test
    void a_byte_order_mark_before_an_entity_makes_no_difference() throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(200, "\uFEFF" + BODY)).isEmpty();
        assertThat(request.scan().summary().unchanged()).isEqualTo(1);
    }

    /** Some services answer a list that way that has nothing in it; it is not what the reference says of these. */
    @ParameterizedTest
    @ValueSource(ints = {202, 204})
    void a_list_answer_without_a_body_proves_nothing(int status) throws Exception {
        Source accounts =
                PolledResource.of("batch-account", "/subscriptions/subid").source();
        Scan scan = ScanFixtures.overAll(accounts, "/subscriptions/subid");
        Exchange exchange = bench.asked(ScanFixtures.first(scan));
        PollingFixture.reply(exchange, status, "");

        assertThat(ofResources(bench.answered(exchange))).singleElement().isInstanceOf(Failed.class);
        assertThat(scan.summary().complete()).isFalse();
        assertThat(scan.provesAbsent("/subscriptions/subid/resourcegroups/g/providers/microsoft.batch/batchaccounts/a"))
                .isFalse();
    }

    @Test
    void what_is_not_modified_is_as_it_was_known() throws Exception {
        ObjectNode body = OfficialExample.body("apim-subscription/apim-subscription-get.json");
        PolledResource apim =
                PolledResource.of("apim-subscription", body.path("id").textValue());
        Scan scan = ScanFixtures.over(apim.source(), apim.id().text());
        ArmRequest get = ArmRequest.entity(apim.source(), apim.id(), scan, false);
        store.knows(apim, body);
        Exchange first = bench.asked(get);
        PollingFixture.reply(first, 200, body.toString(), "ETag", "\"1\"");

        bench.answered(first);
        Exchange second = bench.asked(get);

        assertThat(PollExchange.poll(second).known().etag()).contains("\"1\"");
        PollingFixture.reply(second, 304, "");
        assertThat(bench.answered(second)).noneMatch(observations -> !(observations instanceof Scanned));
        assertThat(scan.summary().unchanged()).isEqualTo(2);
    }

    /** Else a 304 that nobody asked for would pass for an answer. */
    @Test
    void a_304_to_a_call_without_an_etag_is_an_invalid_response() throws Exception {
        store.knows(MAPS, BODY);

        assertThat(answered(304, ""))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE));
    }

    /** Else each scan would spend a write on what the identity may not read. */
    @Test
    void keys_that_may_not_be_read_are_requested_at_growing_intervals() throws Exception {
        PollingFixture withKeys = new PollingFixture(new KnownStateCache(store), true);
        ObjectNode body = OfficialExample.body("apim-subscription/apim-subscription-get.json");
        PolledResource apim =
                PolledResource.of("apim-subscription", body.path("id").textValue());
        List<Integer> asked = new ArrayList<>();
        for (int minute = 0; minute < 8; minute++) {
            Scan each = ScanFixtures.over(apim.source(), apim.id().text());
            Exchange exchange = withKeys.asked(ArmRequest.entity(apim.source(), apim.id(), each, false));
            PollingFixture.reply(exchange, 200, body.toString());

            withKeys.answered(exchange);
            if (withKeys.poller().next(exchange)) {
                asked.add(minute);
                PollingFixture.reply(exchange, 403, "{\"error\":{\"code\":\"AuthorizationFailed\"}}");

                withKeys.answered(exchange);
                assertThat(withKeys.poller().next(exchange)).isFalse();
            }
            assertThat(each.summary().complete()).isFalse();
            withKeys.pass(Duration.ofMinutes(1));
        }

        assertThat(asked).containsExactly(0, 1, 2, 5);
    }
}
