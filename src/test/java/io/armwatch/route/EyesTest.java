package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EyesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Watched MAPS =
            Watched.of("maps-keys", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps");
    private static final ObjectNode BODY = Example.body("maps-keys/maps-account-list-keys.json");

    private final FakeStore store = new FakeStore();
    private final Desk desk = new Desk(new Memory(store));
    private final Walk walk = Walks.over(MAPS.source(), MAPS.id().text());
    private final ArmRequest request = ArmRequest.entity(MAPS.source(), MAPS.id(), walk, false);

    private void known(ObjectNode body) throws Exception {
        KnownState state = new KnownState(
                request.target(), 5, Optional.of(NOON), Optional.of(MAPS.state(body)), false, 0, Optional.empty());
        store.put(request.target().key(), Json.write(state));
    }

    private Exchange asked() throws InterruptedException {
        return desk.asked(request);
    }

    /** Less the scan's own, which ends with its only call. */
    private static List<Observation> ofResources(List<Observation> told) {
        assertThat(told).last().isInstanceOf(Scanned.class);
        return told.subList(0, told.size() - 1);
    }

    private List<Observation> answered(int status, String body) throws Exception {
        Exchange exchange = asked();
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body.getBytes(UTF_8));
        return ofResources(desk.eyes().answered(exchange));
    }

    @Test
    void the_request_is_the_message_and_nothing_else() throws Exception {
        assertThat(asked().getMessage().getHeaders())
                .containsOnlyKeys(
                        Exchange.HTTP_METHOD, Exchange.HTTP_PATH, Exchange.HTTP_QUERY, "x-ms-client-request-id");
    }

    @Test
    void what_differs_is_told_against_the_revision_that_was_known() throws Exception {
        known(BODY);

        List<Observation> told =
                answered(200, Example.with(BODY, "/primaryKey", "another").toString());

        assertThat(told).singleElement().isInstanceOfSatisfying(Seen.class, seen -> {
            assertThat(seen.basedOn()).isEqualTo(5);
            assertThat(seen.observedAt()).isEqualTo(NOON);
        });
    }

    @Test
    void what_is_known_is_not_told() throws Exception {
        known(BODY);

        assertThat(answered(200, BODY.toString())).isEmpty();
        assertThat(answered(200, BODY.toString())).isEmpty();
    }

    /** Else the event that tells it would be larger than Kafka takes, and hold up all that come after it. */
    @Test
    void a_resource_that_no_event_could_hold_is_an_invalid_answer() throws Exception {
        known(BODY);

        assertThat(answered(200, "{\"primaryKey\":\"k\",\"primaryKeyLastUpdated\":\"" + "x".repeat(500_000) + "\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE));
    }

    @Test
    void a_404_of_arm_is_an_absence() throws Exception {
        known(BODY);

        assertThat(answered(404, "{\"error\":{\"code\":\"ResourceNotFound\"}}"))
                .singleElement()
                .isInstanceOf(Absent.class);
    }

    /** Else the end of a feature would be told as the deletion of all that was seen by it. */
    @ParameterizedTest
    @CsvSource({
        "404, <html>Not found</html>, INVALID_RESPONSE",
        "404, '{\"error\":{\"code\":\"InvalidResourceType\"}}', RETIRED",
        "404, '{\"error\":{\"code\":\"SubscriptionNotFound\"}}', MISSING",
        "410, '', RETIRED",
        "403, <html>, FORBIDDEN",
        "200, <html>, INVALID_RESPONSE",
        "200, '{}', INVALID_RESPONSE"
    })
    void another_answer_is_no_absence(int status, String body, Reason reason) throws Exception {
        known(BODY);

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
    void no_answer_is_told_with_its_reason_when_it_has_been_tried_enough() throws Exception {
        Exchange exchange = asked();
        for (int attempt = 1; attempt < 3; attempt++) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("once"));
            assertThat(desk.eyes().unanswered(exchange)).isEmpty();
            desk.pass(Duration.ofMinutes(1));
            assertThat(desk.eyes().next(exchange)).isTrue();
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("\u001b[2Jbroken"));

        assertThat(ofResources(desk.eyes().unanswered(exchange)))
                .singleElement()
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.UNREACHABLE);
                    assertThat(failed.failure().attempts()).isEqualTo(3);
                    assertThat(failed.failure().message()).contains("[2Jbroken");
                    assertThat(failed.failure().nextAttemptAt()).contains(NOON.plusSeconds(180));
                });
    }

    @Test
    void a_resource_that_another_process_holds_is_not_asked_for() throws Exception {
        Desk elsewhere = new Desk(new Memory(new FakeStore.Elsewhere()));

        assertThat(elsewhere.eyes().next(elsewhere.exchange(request))).isFalse();
        assertThat(walk.completed().complete()).isFalse();
    }

    @Test
    void an_observation_is_written_as_the_judgement_reads_it() throws Exception {
        Observation told = new Seen(request.target(), 0, NOON, MAPS.state(BODY), Optional.empty(), 0);

        assertThat(Json.read(desk.eyes().written(told), Observation.class)).isEqualTo(told);
        assertThat(ArmId.of(told.target().key())).isEqualTo(MAPS.id());
    }

    /** An answer that says try again is no observation yet. */
    @ParameterizedTest
    @CsvSource({"429, 7", "503, 7", "500, 0", "408, 0"})
    void what_may_pass_is_tried_again_and_not_before_its_time(int status, int retryAfter) throws Exception {
        Exchange exchange = asked();
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader("Retry-After", Integer.toString(retryAfter));

        assertThat(desk.eyes().answered(exchange)).isEmpty();
        desk.pass(
                retryAfter == 0
                        ? Duration.ofMillis(499)
                        : Duration.ofSeconds(retryAfter).minusMillis(1));
        assertThat(desk.eyes().next(exchange)).isFalse();
        desk.pass(Duration.ofMillis(1));
        assertThat(desk.eyes().next(exchange)).isTrue();
    }

    @Test
    void what_is_not_modified_is_as_it_was_known() throws Exception {
        ObjectNode body = Example.body("apim-subscription/apim-subscription-get.json");
        Watched apim = Watched.of("apim-subscription", body.path("id").textValue());
        Walk scan = Walks.over(apim.source(), apim.id().text());
        ArmRequest get = ArmRequest.entity(apim.source(), apim.id(), scan, false);
        KnownState state = new KnownState(
                get.target(), 5, Optional.of(NOON), Optional.of(apim.state(body)), false, 0, Optional.empty());
        store.put(get.target().key(), Json.write(state));
        Exchange first = desk.asked(get);
        first.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        first.getMessage().setHeader("ETag", "\"1\"");
        first.getMessage().setBody(body.toString().getBytes(UTF_8));
        desk.eyes().answered(first);
        Exchange second = desk.asked(get);

        assertThat(second.getMessage().getHeader("If-None-Match")).isEqualTo("\"1\"");
        second.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 304);
        assertThat(desk.eyes().answered(second)).noneMatch(told -> !(told instanceof Scanned));
        assertThat(scan.completed().unchanged()).isEqualTo(2);
    }

    /** Else each scan would spend a write on what the identity may not read. */
    @Test
    void keys_that_may_not_be_read_are_asked_for_more_and_more_rarely() throws Exception {
        Desk withKeys = new Desk(new Memory(store), true);
        ObjectNode body = Example.body("apim-subscription/apim-subscription-get.json");
        Watched apim = Watched.of("apim-subscription", body.path("id").textValue());
        List<Integer> asked = new ArrayList<>();
        for (int minute = 0; minute < 8; minute++) {
            Walk each = Walks.over(apim.source(), apim.id().text());
            Exchange exchange = withKeys.asked(ArmRequest.entity(apim.source(), apim.id(), each, false));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setBody(body.toString().getBytes(UTF_8));
            withKeys.eyes().answered(exchange);
            if (withKeys.eyes().next(exchange)) {
                asked.add(minute);
                exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 403);
                withKeys.eyes().answered(exchange);
                assertThat(withKeys.eyes().next(exchange)).isFalse();
            }
            assertThat(each.completed().complete()).isFalse();
            withKeys.pass(Duration.ofMinutes(1));
        }

        assertThat(asked).containsExactly(0, 1, 2, 5);
    }
}
