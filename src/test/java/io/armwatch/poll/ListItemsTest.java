package io.armwatch.poll;

import static io.armwatch.poll.ListResponses.BATCH;
import static io.armwatch.poll.ListResponses.MAPS;
import static io.armwatch.poll.ListResponses.account;
import static io.armwatch.poll.ListResponses.item;
import static io.armwatch.poll.ListResponses.page;
import static io.armwatch.poll.ListResponses.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.SourceWithPartialLists;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Method;
import org.junit.jupiter.api.Test;

/** Which items of a list are followed by a request for the resource. */
class ListItemsTest {
    private static final String KEYS = "{\"primaryKey\":\"0123456789abcdef\",\"secondaryKey\":\"0123456789abcdef\"}";

    private final ListResponses lists = new ListResponses();
    private final ScanHistory history = new ScanHistory();

    private Scan mapsAccounts() {
        return ScanFixtures.overAll(source("maps-keys"), "/subscriptions/subid", history);
    }

    private static ObjectNode maps(String name, boolean disableLocalAuth) {
        ObjectNode account = (ObjectNode) item(MAPS + name);
        account.putObject("properties").put("disableLocalAuth", disableLocalAuth);
        return account;
    }

    private List<String> asked(Scan scan, JsonNode... items) throws Exception {
        assertThat(lists.read(scan, page(items))).isEmpty();
        return lists.asked().stream().map(ArmRequest::path).toList();
    }

    @Test
    void a_maps_account_without_local_authentication_is_not_asked_for_its_keys() throws Exception {
        for (int scan = 1; scan <= 2; scan++) { // the second reads the same bytes
            assertThat(asked(mapsAccounts(), maps("off", true), maps("on", false)))
                    .containsExactly(MAPS + "on/listKeys");
        }
        assertThat(asked(mapsAccounts(), maps("off", false), maps("on", true))).containsExactly(MAPS + "off/listKeys");
    }

    @Test
    void what_is_known_of_a_maps_account_stays_when_its_local_authentication_is_turned_off() throws Exception {
        lists.store()
                .knows(
                        new PolledResource(source("maps-keys"), ArmId.of(MAPS + "off")),
                        OfficialExample.JSON.readTree(KEYS));
        Scan scan = mapsAccounts();
        assertThat(asked(scan, maps("off", true))).isEmpty();

        lists.desk().absence().check(scan, lists.desk().work());

        assertThat(lists.asked()).isEmpty();
        assertThat(scan.summary().complete()).isTrue();
        assertThat(scan.summary().failed()).isZero();
    }

    @Test
    void the_outage_of_a_maps_account_ends_when_its_local_authentication_is_turned_off() throws Exception {
        PolledResource off = new PolledResource(source("maps-keys"), ArmId.of(MAPS + "off"));
        JsonNode state = off.state(OfficialExample.JSON.readTree(KEYS));
        Target target = lists.store().knows(off, state, Optional.of(new Outage(Reason.REFUSED, ScanFixtures.NOON, 3)));

        assertThat(lists.read(mapsAccounts(), page(maps("off", true))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.target()).isEqualTo(target));
    }

    @Test
    void an_item_that_is_not_the_whole_resource_is_followed_by_a_get_in_every_scan() throws Exception {
        SourceWithPartialLists source = new SourceWithPartialLists(source("batch-account"));
        lists.store().knows(new PolledResource(source, ArmId.of(BATCH + "acct")), account("acct"));
        for (int scan = 1; scan <= 2; scan++) {
            Scan accounts = ScanFixtures.overAll(source, "/subscriptions/subid", history);
            assertThat(lists.read(accounts, page(account("acct")))).isEmpty();
            assertThat(lists.asked()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo(Method.GET);
                assertThat(request.path()).isEqualTo(BATCH + "acct");
            });
        }
    }
}
