package io.armwatch.poll.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.poll.list.Listing;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import org.junit.jupiter.api.Test;

class ScanTest {
    private static final String GROUP = "/subscriptions/s/resourcegroups/g";
    private static final String BATCH = GROUP + "/providers/microsoft.batch/batchaccounts";
    private static final String MAPS = GROUP + "/providers/microsoft.maps/accounts";
    private static final Source CERTIFICATES =
            PolledResource.of("batch-certificate", "/subscriptions/s").source();
    private static final Source SUBSCRIPTIONS =
            PolledResource.of("apim-subscription", "/subscriptions/s").source();
    private static final Source ACCOUNTS =
            PolledResource.of("maps-keys", "/subscriptions/s").source();

    private static Listing root(Scan scan) {
        Listing listing = scan.part().listing();
        assertThat(scan.startList(listing)).isTrue();
        return listing;
    }

    private static Listing children(String account) {
        return new Listing(ArmId.of(BATCH + "/" + account + "/certificates"), CERTIFICATES.types(), 1);
    }

    @Test
    void the_counts_add_up() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        scan.countUnchanged();
        scan.countUnchanged();
        scan.countChanged();
        scan.countFailed();

        assertThat(scan.summary())
                .isEqualTo(new ScanCompleted("maps-keys", "/subscriptions/s", ScanFixtures.NOON, 4, 3, 2, 1, 1, false));
    }

    @Test
    void a_scan_that_saw_everything_is_complete() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        scan.countUnchanged();

        assertThat(scan.summary().complete()).isTrue();
    }

    @Test
    void a_list_that_was_not_seen_makes_the_scan_incomplete_without_a_count() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        scan.markIncomplete();

        assertThat(scan.summary().complete()).isFalse();
        assertThat(scan.summary().expected()).isZero();
    }

    @Test
    void the_last_request_ends_the_scan() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        scan.addRequest();
        scan.addRequest();

        assertThat(scan.finishRequest()).isFalse();
        assertThat(scan.finishRequest()).isTrue();
    }

    @Test
    void a_list_of_the_subscription_shows_what_is_missing_from_every_group() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        Listing root = root(scan);
        assertThat(scan.provesAbsent(MAPS + "/a")).isFalse();
        scan.completeList(root);

        assertThat(scan.provesAbsent(MAPS + "/a")).isTrue();
    }

    @Test
    void a_list_of_the_group_shows_what_is_missing_from_it() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, GROUP);
        Listing root = root(scan);
        assertThat(scan.provesAbsent(MAPS + "/a")).isFalse();
        scan.completeList(root);

        assertThat(scan.provesAbsent(MAPS + "/a")).isTrue();
    }

    @Test
    void a_child_is_missing_where_its_parent_s_list_was_read_to_its_end() {
        Scan scan = ScanFixtures.overAll(CERTIFICATES, "/subscriptions/s");
        root(scan);
        assertThat(scan.startList(children("one"))).isTrue();
        scan.completeList(children("one"));

        assertThat(scan.provesAbsent(BATCH + "/one/certificates/sha1-a")).isTrue();
        assertThat(scan.provesAbsent(BATCH + "/other/certificates/sha1-a")).isFalse();
    }

    @Test
    void a_child_is_missing_where_its_parent_is_in_no_list() {
        Scan scan = ScanFixtures.overAll(CERTIFICATES, "/subscriptions/s");
        scan.completeList(root(scan));

        assertThat(scan.provesAbsent(BATCH + "/gone/certificates/sha1-a")).isTrue();
    }

    @Test
    void a_child_of_a_parent_whose_list_could_not_be_read_does_not_count_as_missing() {
        Scan scan = ScanFixtures.overAll(CERTIFICATES, "/subscriptions/s");
        scan.startList(children("one"));
        scan.completeList(root(scan));

        assertThat(scan.provesAbsent(BATCH + "/one/certificates/sha1-a")).isFalse();
    }

    private static final String SERVICE = GROUP + "/providers/microsoft.apimanagement/service";

    private static Listing workspaces(String service) {
        return new Listing(
                ArmId.of(SERVICE + "/" + service + "/workspaces"),
                SUBSCRIPTIONS.types().subList(1, 2),
                1);
    }

    private static Listing subscriptions(String workspace) {
        return new Listing(
                ArmId.of(SERVICE + "/apim/workspaces/" + workspace + "/subscriptions"),
                SUBSCRIPTIONS.types().subList(1, 2),
                2);
    }

    @Test
    void a_grandchild_is_missing_where_any_list_above_it_lacks_what_it_is_below() {
        Scan scan = ScanFixtures.overAll(SUBSCRIPTIONS, "/subscriptions/s");
        Listing root = root(scan);
        scan.startList(workspaces("apim"));
        scan.startList(subscriptions("read"));
        scan.startList(subscriptions("unread"));
        scan.completeList(subscriptions("read"));
        assertThat(scan.provesAbsent(SERVICE + "/apim/workspaces/gone/subscriptions/sid"))
                .isFalse();
        assertThat(scan.provesAbsent(SERVICE + "/gone/workspaces/w/subscriptions/sid"))
                .isFalse();
        scan.completeList(workspaces("apim"));
        scan.completeList(root);

        assertThat(scan.provesAbsent(SERVICE + "/apim/workspaces/read/subscriptions/sid"))
                .isTrue();
        assertThat(scan.provesAbsent(SERVICE + "/apim/workspaces/unread/subscriptions/sid"))
                .isFalse();
        assertThat(scan.provesAbsent(SERVICE + "/apim/workspaces/gone/subscriptions/sid"))
                .isTrue();
        assertThat(scan.provesAbsent(SERVICE + "/gone/workspaces/w/subscriptions/sid"))
                .isTrue();
    }

    @Test
    void each_kind_of_children_of_one_parent_is_listed_once() {
        Scan scan = ScanFixtures.overAll(SUBSCRIPTIONS, "/subscriptions/s");
        Listing own = new Listing(
                ArmId.of(SERVICE + "/apim/subscriptions"), SUBSCRIPTIONS.types().subList(0, 1), 1);

        assertThat(scan.startList(own)).isTrue();
        assertThat(scan.startList(workspaces("apim"))).isTrue();
        assertThat(scan.startList(workspaces("APIM"))).isFalse();
    }

    @Test
    void one_parent_s_children_are_shown_by_their_list() {
        Scan scan = ScanFixtures.overChildren(CERTIFICATES, BATCH + "/one/certificates");
        Listing root = root(scan);
        assertThat(scan.provesAbsent(BATCH + "/one/certificates/sha1-a")).isFalse();
        scan.completeList(root);

        assertThat(scan.provesAbsent(BATCH + "/one/certificates/sha1-a")).isTrue();
    }

    @Test
    void the_children_of_one_parent_are_listed_once() {
        Scan scan = ScanFixtures.overAll(CERTIFICATES, "/subscriptions/s");
        assertThat(scan.startList(children("one"))).isTrue();

        assertThat(scan.startList(children("ONE"))).isFalse();
    }

    @Test
    void a_resource_is_seen_once() {
        Scan scan = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        assertThat(scan.hasSeen("a")).isFalse();
        assertThat(scan.markSeen("a")).isTrue();
        assertThat(scan.markSeen("a")).isFalse();

        assertThat(scan.hasSeen("a")).isTrue();
    }

    @Test
    void absences_are_concluded_once_and_never_by_a_scan_without_lists() {
        Scan lists = ScanFixtures.overAll(ACCOUNTS, "/subscriptions/s");
        root(lists);
        assertThat(lists.startConclusion()).isTrue();
        assertThat(lists.startConclusion()).isFalse();

        assertThat(ScanFixtures.over(ACCOUNTS, MAPS + "/a").startConclusion()).isFalse();
    }
}
