package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Target;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.OfficialExample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionStatesTest {
    private static final Target SUBSCRIPTION = new Target("azure-subscription", ArmId.of("/subscriptions/subid"), "");
    private static final String DISABLED = "ReadOnlyDisabledSubscription";

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store));

    private void knows(String state) {
        store.put(
                SUBSCRIPTION.key(),
                Json.write(new KnownState(
                        SUBSCRIPTION,
                        Optional.of(ScanFixtures.NOON),
                        3,
                        Optional.of(ScanFixtures.NOON),
                        Optional.of(OfficialExample.JSON.createObjectNode().put("state", state)),
                        false,
                        0,
                        Optional.empty(),
                        List.of())));
    }

    /** A poll of a Maps account's keys that ARM refuses with this code; the result without the scan's own. */
    private List<Observation> refused(String code) throws Exception {
        Scan scan = ScanFixtures.over(ListResponses.source("maps-keys"), ListResponses.MAPS + "one");
        Exchange exchange =
                bench.asked(ArmRequest.entity(scan.source(), ArmId.of(ListResponses.MAPS + "one"), scan, false));
        PollingFixture.reply(exchange, 409, "{\"error\":{\"code\":\"" + code + "\"}}");
        List<Observation> all = bench.answered(exchange);
        assertThat(bench.poller().next(exchange)).isFalse();
        assertThat(scan.summary().failed()).isEqualTo(1);
        bench.pass(Duration.ofMinutes(1));
        return all.stream().filter(each -> !(each instanceof Scanned)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Disabled", "Deleted", "Warned", "PastDue"})
    void failures_in_a_subscription_that_is_not_enabled_are_not_reported_one_by_one(String state) throws Exception {
        bench.watchSubscription("subid");
        knows(state);

        for (int poll = 1; poll <= 3; poll++) {
            assertThat(refused(DISABLED)).isEmpty();
        }
        assertThat(refused("ScopeLocked")).singleElement().isInstanceOf(Failed.class);
    }

    @Test
    void a_failure_is_reported_if_the_subscription_is_still_enabled_at_the_next_one() throws Exception {
        bench.watchSubscription("subid");
        knows("Enabled");

        assertThat(refused(DISABLED)).isEmpty();
        assertThat(refused(DISABLED)).singleElement().isInstanceOf(Failed.class);
    }

    @Test
    void where_the_state_of_the_subscription_is_not_watched_each_failure_is_reported() throws Exception {
        assertThat(refused(DISABLED)).singleElement().isInstanceOf(Failed.class);
    }
}
