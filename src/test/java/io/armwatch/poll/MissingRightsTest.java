package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollExchange;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class MissingRightsTest {
    private static final Target SUBSCRIPTION = new Target("maps-keys", ArmId.of("/subscriptions/subid"), "?maps-keys");
    private static final String DENIED = "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":"
            + "\"The client 'c' with object id 'o' does not have authorization to perform action"
            + " 'Microsoft.Maps/accounts/listKeys/action' over scope '/x' or the scope is invalid.\"}}";
    private static final String UNEXPLAINED = "{\"error\":{\"code\":\"AuthorizationFailed\"}}";
    private static final String DENY_ASSIGNMENT = "{\"error\":{\"code\":\"DenyAssignmentAuthorizationFailed\"}}";
    private static final String KEYS = "{\"primaryKey\":\"0123456789abcdef\",\"secondaryKey\":\"0123456789abcdef\"}";

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store));
    private final Source source = ListResponses.source("maps-keys");

    /** One scan of named accounts, each with ARM's body; the result without the scan's own. */
    private List<Observation> scan(Map<String, String> bodies) throws Exception {
        Scan scan = ScanFixtures.over(source, ListResponses.MAPS + "any");
        List<ArmRequest> requests = bodies.keySet().stream()
                .map(name -> ArmRequest.entity(source, ArmId.of(ListResponses.MAPS + name), scan, false))
                .toList();
        Exchange exchange = bench.exchange(requests.get(0));
        bench.work().addAll(requests.subList(1, requests.size()));
        List<Observation> all = new ArrayList<>();
        while (bench.poller().next(exchange)) {
            String body = bodies.getOrDefault(
                    PollExchange.poll(exchange).target().id().name(), "");
            PollingFixture.reply(exchange, body.contains("error") ? 403 : 200, body);
            all.addAll(bench.answered(exchange));
        }
        bench.pass(Duration.ofMinutes(1));
        return all.stream().filter(each -> !(each instanceof Scanned)).toList();
    }

    private static void isOneFailure(List<Observation> observations, String message) {
        assertThat(observations).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.target()).isEqualTo(SUBSCRIPTION);
            assertThat(failed.failure().reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(failed.failure().message())
                    .hasValueSatisfying(text -> assertThat(text).startsWith(message));
        });
    }

    @Test
    void a_missing_right_is_reported_once_with_its_action_and_not_for_each_resource() throws Exception {
        isOneFailure(
                scan(Map.of("one", DENIED, "two", DENIED)),
                "The role lacks Microsoft.Maps/accounts/listKeys/action. The client 'c'");
        store.knowsFailing(SUBSCRIPTION);

        assertThat(scan(Map.of("one", DENIED, "two", DENIED))).isEmpty();
    }

    @Test
    void the_action_is_derived_where_arm_does_not_name_it() throws Exception {
        isOneFailure(scan(Map.of("one", UNEXPLAINED)), "The role lacks Microsoft.Maps/accounts/listKeys/action");
    }

    @Test
    void the_outage_ends_with_the_last_resource_that_was_refused() throws Exception {
        scan(Map.of("one", DENIED, "two", DENIED));
        store.knowsFailing(SUBSCRIPTION);

        assertThat(scan(Map.of("one", KEYS, "two", DENIED)))
                .singleElement()
                .satisfies(seen -> assertThat(seen.target().id().name()).isEqualTo("one"));
        assertThat(scan(Map.of("two", KEYS)))
                .last()
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.target()).isEqualTo(SUBSCRIPTION));
    }

    @Test
    void a_resource_that_a_complete_scan_does_not_hold_any_more_keeps_no_outage_open() throws Exception {
        scan(Map.of("one", DENIED, "gone", DENIED));
        store.knowsFailing(SUBSCRIPTION);

        assertThat(scan(Map.of("one", KEYS))).last().isInstanceOf(Reached.class);
    }

    @Test
    void after_a_restart_a_scan_without_refusals_ends_the_outage() throws Exception {
        store.knowsFailing(SUBSCRIPTION);

        assertThat(scan(Map.of("one", KEYS))).last().isInstanceOf(Reached.class);
    }

    @Test
    void a_403_about_one_resource_is_its_own_failure() throws Exception {
        assertThat(scan(Map.of("one", DENY_ASSIGNMENT)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.target().id().name()).isEqualTo("one"));
    }
}
