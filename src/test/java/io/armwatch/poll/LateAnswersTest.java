package io.armwatch.poll;

import static io.armwatch.poll.ListResponses.account;
import static io.armwatch.poll.ListResponses.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.OfficialExample;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to requests of a scan that began before the watch list changed. */
class LateAnswersTest {
    private final ListResponses lists = new ListResponses();

    @Test
    void a_resource_that_is_no_longer_watched_is_not_discovered() throws Exception {
        Scan scan = lists.accounts();
        lists.knows(scan, account("known"));
        lists.desk().factory().ignoreUnless(target -> target.id().name().equals("watched"));

        List<Observation> observations = lists.read(
                scan,
                page(
                        OfficialExample.with(account("known"), "/properties/poolQuota", 7),
                        account("forgotten"),
                        account("watched")));

        assertThat(observations).allMatch(Seen.class::isInstance);
        assertThat(observations)
                .as("a known state is unwatched by its own observation")
                .extracting(each -> each.target().id().name())
                .containsExactly("known", "watched");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void a_failure_of_a_resource_that_is_no_longer_watched_is_not_reported(int status) throws Exception {
        PollingFixture bench = lists.desk();
        bench.factory().ignoreUnless(target -> false);
        Scan scan = ScanFixtures.over(ListResponses.source("maps-keys"), ListResponses.MAPS + "one");
        Exchange exchange =
                bench.asked(ArmRequest.entity(scan.source(), ArmId.of(ListResponses.MAPS + "one"), scan, false));
        PollingFixture.reply(exchange, status, "{}");

        assertThat(bench.answered(exchange)).allMatch(Scanned.class::isInstance);
    }
}
