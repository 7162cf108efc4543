package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.source.Source;
import io.armwatch.source.Watched;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static final String GROUP = "/subscriptions/s/resourcegroups/g";
    private static final String BATCH = GROUP + "/providers/microsoft.batch/batchaccounts";
    private static final String MAPS = GROUP + "/providers/microsoft.maps/accounts";
    private static final Source CERTIFICATES =
            Watched.of("batch-certificate", "/subscriptions/s").source();
    private static final Source ACCOUNTS =
            Watched.of("maps-keys", "/subscriptions/s").source();

    private static Listing root(Walk walk) {
        Listing listing = walk.part().listing();
        assertThat(walk.begins(listing)).isTrue();
        return listing;
    }

    private static Listing children(String account) {
        return Plan.listing(CERTIFICATES.type(), ArmId.of(BATCH + "/" + account + "/certificates"), 1);
    }

    @Test
    void the_counts_add_up() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        walk.unchanged();
        walk.unchanged();
        walk.changed();
        walk.failed();

        assertThat(walk.completed())
                .isEqualTo(new ScanCompleted("maps-keys", "/subscriptions/s", Walks.NOON, 4, 3, 2, 1, 1, false));
    }

    @Test
    void what_saw_everything_is_complete() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        walk.unchanged();

        assertThat(walk.completed().complete()).isTrue();
    }

    @Test
    void a_list_that_was_not_seen_lacks_without_a_count() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        walk.lacks();

        assertThat(walk.completed().complete()).isFalse();
        assertThat(walk.completed().expected()).isZero();
    }

    @Test
    void the_last_call_to_end_is_the_walk_s_end() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        walk.opened();
        walk.opened();

        assertThat(walk.closed()).isFalse();
        assertThat(walk.closed()).isTrue();
    }

    @Test
    void a_list_of_the_subscription_shows_what_is_missing_from_every_group() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        Listing root = root(walk);
        assertThat(walk.shows(MAPS + "/a")).isFalse();
        walk.ends(root);

        assertThat(walk.shows(MAPS + "/a")).isTrue();
    }

    @Test
    void a_list_of_the_group_shows_what_is_missing_from_it() {
        Walk walk = Walks.overAll(ACCOUNTS, GROUP);
        Listing root = root(walk);
        assertThat(walk.shows(MAPS + "/a")).isFalse();
        walk.ends(root);

        assertThat(walk.shows(MAPS + "/a")).isTrue();
    }

    @Test
    void a_child_is_missing_where_its_parent_s_list_was_read_to_its_end() {
        Walk walk = Walks.overAll(CERTIFICATES, "/subscriptions/s");
        root(walk);
        assertThat(walk.begins(children("one"))).isTrue();
        walk.ends(children("one"));

        assertThat(walk.shows(BATCH + "/one/certificates/sha1-a")).isTrue();
        assertThat(walk.shows(BATCH + "/other/certificates/sha1-a")).isFalse();
    }

    @Test
    void a_child_is_missing_where_its_parent_is_in_no_list() {
        Walk walk = Walks.overAll(CERTIFICATES, "/subscriptions/s");
        walk.ends(root(walk));

        assertThat(walk.shows(BATCH + "/gone/certificates/sha1-a")).isTrue();
    }

    @Test
    void a_child_of_a_parent_whose_list_could_not_be_read_is_not_missing() {
        Walk walk = Walks.overAll(CERTIFICATES, "/subscriptions/s");
        walk.begins(children("one"));
        walk.ends(root(walk));

        assertThat(walk.shows(BATCH + "/one/certificates/sha1-a")).isFalse();
    }

    @Test
    void one_parent_s_children_are_shown_by_their_list() {
        Walk walk = Walks.overChildren(CERTIFICATES, BATCH + "/one/certificates");
        Listing root = root(walk);
        assertThat(walk.shows(BATCH + "/one/certificates/sha1-a")).isFalse();
        walk.ends(root);

        assertThat(walk.shows(BATCH + "/one/certificates/sha1-a")).isTrue();
    }

    @Test
    void the_children_of_one_parent_are_listed_once() {
        Walk walk = Walks.overAll(CERTIFICATES, "/subscriptions/s");
        assertThat(walk.begins(children("one"))).isTrue();

        assertThat(walk.begins(children("ONE"))).isFalse();
    }

    @Test
    void a_resource_is_met_once() {
        Walk walk = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        assertThat(walk.hasMet("a")).isFalse();
        assertThat(walk.meets("a")).isTrue();
        assertThat(walk.meets("a")).isFalse();

        assertThat(walk.hasMet("a")).isTrue();
    }

    @Test
    void lists_are_concluded_from_once_and_a_walk_without_any_never() {
        Walk lists = Walks.overAll(ACCOUNTS, "/subscriptions/s");
        root(lists);
        assertThat(lists.concludes()).isTrue();
        assertThat(lists.concludes()).isFalse();

        assertThat(Walks.over(ACCOUNTS, MAPS + "/a").concludes()).isFalse();
    }
}
