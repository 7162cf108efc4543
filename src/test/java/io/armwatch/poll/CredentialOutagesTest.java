package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Credential.NoTokenException;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollExchange;
import io.armwatch.route.PollingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class CredentialOutagesTest {
    private static final String REFUSED = "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}";
    private static final String FORBIDDEN = "{\"error\":{\"code\":\"AuthorizationFailed\"}}";
    private static final Target CREDENTIAL = new Target("credential", ArmId.of("/subscriptions/subid"), "?credential");

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store));

    /** One scan of accounts that are named one by one, each with its answer; what it comes to, less the scan's own. */
    private List<Observation> scan(String... answers) throws Exception {
        Scan scan = ScanFixtures.over(ListResponses.source("batch-account"), ListResponses.BATCH + "any");
        List<ArmRequest> requests = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            requests.add(ArmRequest.entity(scan.source(), ArmId.of(ListResponses.BATCH + "account" + i), scan, false));
        }
        Exchange exchange = bench.exchange(requests.get(0));
        bench.work().addAll(requests.subList(1, requests.size()));
        List<Observation> all = new ArrayList<>();
        while (bench.poller().next(exchange)) {
            String name = PollExchange.poll(exchange).target().id().name();
            String answer = answers[Integer.parseInt(name.substring("account".length()))];
            all.addAll(answer.equals("no token") ? unanswered(exchange) : answered(exchange, name, answer));
        }
        assertThat(all.stream().filter(Scanned.class::isInstance)).hasSize(1);
        bench.pass(Duration.ofMinutes(1));
        return all.stream().filter(each -> !(each instanceof Scanned)).toList();
    }

    private List<Observation> unanswered(Exchange exchange) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new NoTokenException("nobody gives one"));
        List<Observation> observations = new ArrayList<>(bench.responses().unanswered(exchange));
        observations.addAll(bench.finished(exchange));
        return observations;
    }

    private List<Observation> answered(Exchange exchange, String name, String answer) {
        int status = Integer.parseInt(answer);
        String error = status == 401 ? REFUSED : FORBIDDEN;
        PollingFixture.reply(
                exchange, status, status == 200 ? ListResponses.account(name).toString() : error);
        return bench.answered(exchange);
    }

    private void failsAlready() {
        Outage outage = new Outage(Reason.UNAUTHENTICATED, ScanFixtures.NOON, 3);
        store.put(
                CREDENTIAL.key(),
                Json.write(new KnownState(
                        CREDENTIAL,
                        Optional.of(ScanFixtures.NOON),
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        Optional.of(outage),
                        List.of())));
    }

    private static void isOneFailure(List<Observation> observations) {
        assertThat(observations).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.target()).isEqualTo(CREDENTIAL);
            assertThat(failed.failure().reason()).isEqualTo(Reason.UNAUTHENTICATED);
        });
    }

    /** Ten thousand resources that cannot be polled for one reason are one report. */
    @Test
    void a_token_that_is_refused_is_reported_once_and_not_for_each_resource() throws Exception {
        isOneFailure(scan("401", "401", "401"));
        failsAlready();

        assertThat(scan("401", "401", "401")).isEmpty();
        assertThat(bench.credentials().problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("refuses the token (InvalidAuthenticationToken)"));
        assertThat(bench.credentials().hasNoTokenFor(Duration.ZERO)).isFalse();
    }

    @Test
    void a_token_that_dies_in_the_middle_of_a_scan_is_reported_once() throws Exception {
        assertThat(scan("200", "200", "401", "401")).hasOnlyElementsOfType(Seen.class);

        isOneFailure(scan("401", "401", "401", "401"));
    }

    @Test
    void the_outage_ends_once_when_an_answer_comes_whatever_that_says() throws Exception {
        scan("401", "401");
        failsAlready();

        assertThat(scan("401", "403")).hasAtLeastOneElementOfType(Reached.class);
        assertThat(bench.credentials().problem()).isEmpty();
        store.forget(CREDENTIAL.key());
        assertThat(scan("200", "200")).noneMatch(Reached.class::isInstance);
    }

    /** The process before this one reported it. */
    @Test
    void an_outage_that_another_process_reported_ends_too() throws Exception {
        failsAlready();
        scan("403");

        assertThat(scan("403"))
                .filteredOn(Reached.class::isInstance)
                .singleElement()
                .satisfies(reached -> {
                    assertThat(reached.target()).isEqualTo(CREDENTIAL);
                    assertThat(reached.basedOn()).isEqualTo(4);
                });
    }

    /** As a resource provider can do for one. */
    @Test
    void a_single_resource_that_answers_401_among_others_is_reported_by_itself() throws Exception {
        assertThat(scan("200", "401", "200")).hasOnlyElementsOfType(Seen.class);

        assertThat(scan("200", "401", "200"))
                .filteredOn(Failed.class::isInstance)
                .singleElement()
                .satisfies(failed -> assertThat(failed.target().id().name()).isEqualTo("account1"));
        assertThat(bench.credentials().problem()).isEmpty();
    }

    @Test
    void a_missing_token_is_reported_at_once_with_its_duration() throws Exception {
        isOneFailure(scan("no token"));

        assertThat(bench.credentials().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("No token can be had", "nobody gives one"));
        assertThat(bench.credentials().hasNoTokenFor(Duration.ofMinutes(1))).isTrue();
        assertThat(bench.credentials().hasNoTokenFor(Duration.ofMinutes(2))).isFalse();
        scan("200");
        assertThat(bench.credentials().hasNoTokenFor(Duration.ZERO)).isFalse();
    }
}
