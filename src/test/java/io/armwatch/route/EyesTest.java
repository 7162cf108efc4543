package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.Judgement;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.judge.KnownStates.NotHereException;
import io.armwatch.source.Example;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Watched;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EyesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Watched MAPS =
            Watched.of("maps-keys", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps");
    private static final ObjectNode BODY = Example.body("maps-keys/maps-account-list-keys.json");
    private static final ArmRequest REQUEST = ArmRequest.of(MAPS.source(), MAPS.id());

    private final Map<String, byte[]> store = new HashMap<>();
    private final Eyes eyes = new Eyes(
            new Memory(target -> Optional.ofNullable(store.get(target.key()))),
            new Judgement(1),
            Fingerprints.sha256(),
            new Schedules(Map.of("maps-keys", "0 * * * * ?")),
            Clock.fixed(NOON, ZoneOffset.UTC),
            new SimpleMeterRegistry());

    private void known(ObjectNode body) throws Exception {
        KnownState state = new KnownState(
                REQUEST.target(), 5, Optional.of(NOON), Optional.of(MAPS.state(body)), false, 0, Optional.empty());
        store.put(REQUEST.target().key(), Json.write(state));
    }

    private Exchange asked() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.setProperty(Eyes.SCAN, new Scan("maps-keys", NOON, List.of(REQUEST), 1, true));
        assertThat(eyes.next(exchange)).isTrue();
        exchange.getMessage().setHeader("Authorization", "Bearer secret");
        eyes.ask(exchange);
        return exchange;
    }

    private @Nullable Observation answered(int status, String body) throws IOException {
        Exchange exchange = asked();
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body.getBytes(UTF_8));
        return eyes.answered(exchange);
    }

    @Test
    void the_request_is_the_message_and_nothing_else() {
        assertThat(asked().getMessage().getHeaders())
                .containsOnlyKeys(Exchange.HTTP_METHOD, Exchange.HTTP_PATH, Exchange.HTTP_QUERY);
    }

    @Test
    void what_differs_is_told_against_the_revision_that_was_known() throws Exception {
        known(BODY);

        Observation told =
                answered(200, Example.with(BODY, "/primaryKey", "another").toString());

        assertThat(told).isInstanceOfSatisfying(Seen.class, seen -> {
            assertThat(seen.basedOn()).isEqualTo(5);
            assertThat(seen.observedAt()).isEqualTo(NOON);
        });
    }

    @Test
    void what_is_known_is_not_told() throws Exception {
        known(BODY);

        assertThat(answered(200, BODY.toString())).isNull();
        assertThat(answered(200, BODY.toString())).isNull();
    }

    /** Else the event that tells it would be larger than Kafka takes, and hold up all that come after it. */
    @Test
    void a_resource_that_no_event_could_hold_is_an_invalid_answer() throws Exception {
        known(BODY);

        assertThat(answered(200, "{\"primaryKey\":\"k\",\"primaryKeyLastUpdated\":\"" + "x".repeat(500_000) + "\"}"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_RESPONSE));
    }

    @Test
    void a_404_of_arm_is_an_absence() throws Exception {
        known(BODY);

        assertThat(answered(404, "{\"error\":{\"code\":\"ResourceNotFound\"}}")).isInstanceOf(Absent.class);
    }

    /** Else the end of a feature would be told as the deletion of all that was seen by it. */
    @ParameterizedTest
    @CsvSource({
        "404, <html>Not found</html>, INVALID_RESPONSE",
        "404, '{\"error\":{\"code\":\"InvalidResourceType\"}}', RETIRED",
        "404, '{\"error\":{\"code\":\"SubscriptionNotFound\"}}', MISSING",
        "410, '', RETIRED",
        "502, <html>, SERVER_ERROR",
        "200, <html>, INVALID_RESPONSE",
        "200, '{}', INVALID_RESPONSE"
    })
    void another_answer_is_no_absence(int status, String body, Reason reason) throws Exception {
        known(BODY);

        assertThat(answered(status, body))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(reason));
    }

    @Test
    void a_state_that_cannot_be_read_does_not_stop_the_poll() throws Exception {
        store.put(REQUEST.target().key(), "{\"revision\":8}".getBytes(UTF_8));

        assertThat(answered(200, BODY.toString()))
                .isInstanceOfSatisfying(
                        Seen.class, seen -> assertThat(seen.basedOn()).isEqualTo(8));
    }

    @Test
    void no_answer_is_told_with_its_reason() {
        Exchange exchange = asked();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("\u001b[2Jbroken"));

        assertThat(eyes.unanswered(exchange)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failed.failure().message()).contains("[2Jbroken");
            assertThat(failed.failure().nextAttemptAt()).contains(NOON.plusSeconds(60));
        });
    }

    @Test
    void a_resource_that_another_process_holds_is_not_asked_for() {
        Eyes elsewhere = new Eyes(
                new Memory(target -> {
                    throw new NotHereException();
                }),
                new Judgement(1),
                Fingerprints.sha256(),
                new Schedules(Map.of()),
                Clock.fixed(NOON, ZoneOffset.UTC),
                new SimpleMeterRegistry());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.setProperty(Eyes.SCAN, new Scan("maps-keys", NOON, List.of(REQUEST), 1, true));

        assertThat(elsewhere.next(exchange)).isFalse();
    }

    @Test
    void an_observation_is_written_as_the_judgement_reads_it() throws Exception {
        Observation told = new Seen(REQUEST.target(), 0, NOON, MAPS.state(BODY), Optional.empty(), 0);

        assertThat(Json.read(eyes.written(told), Observation.class)).isEqualTo(told);
        assertThat(ArmId.of(told.target().key())).isEqualTo(MAPS.id());
    }
}
