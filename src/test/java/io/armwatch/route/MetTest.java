package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.source.Watched;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetTest {
    private static final String SUBSCRIPTION = "/subscriptions/subid";
    private static final ArmId ID = ArmId.of(SUBSCRIPTION);

    private final Met met = new Met();

    private static Listing listing(String scope) {
        return Walks.overAll(Watched.of("batch-account", scope).source(), scope)
                .part()
                .listing();
    }

    private static Digest digest(int of) {
        return Digest.of(new byte[of]);
    }

    private void reads(int walk, Shown shown, int of) {
        Shown.Item before = shown.of(digest(of));
        shown.reads(walk, before == null ? shown.add(ID, digest(of), of, met.mark(ID.key())) : before);
    }

    private Shown shown() {
        return met.shown(listing(SUBSCRIPTION));
    }

    @Test
    void the_last_walk_s_items_are_kept_and_no_earlier_one_s() {
        for (int i = 1; i <= 2; i++) {
            int walk = met.begins();
            reads(walk, shown(), i);
            met.ends(walk);
        }

        assertThat(shown().of(digest(2))).isNotNull();
        assertThat(shown().of(digest(1))).isNull();
        assertThat(shown().next(met.begins())).isSameAs(shown().of(digest(2)));
    }

    @Test
    void an_item_that_is_read_again_is_kept() {
        int first = met.begins();
        reads(first, shown(), 1);
        Shown.Item item = shown().of(digest(1));
        for (int walk = first; walk <= 3; walk = met.begins()) {
            reads(walk, shown(), 1);
            met.ends(walk);
        }

        assertThat(shown().of(digest(1))).isSameAs(item).isNotNull();
    }

    @Test
    void the_same_bytes_in_another_list_are_another_item() {
        reads(met.begins(), shown(), 1);

        assertThat(met.shown(listing(SUBSCRIPTION + "/resourceGroups/other")).of(digest(1)))
                .isNull();
    }

    @Test
    void what_stood_behind_what_is_known_page_after_page_and_of_nothing_that_is_gone() {
        for (List<Integer> order : List.of(List.of(1, 2, 3, 4), List.of(1, 3, 2))) {
            int walk = met.begins();
            order.forEach(each -> reads(walk, shown(), each));
            met.ends(walk);
        }

        int walk = met.begins();
        assertThat(shown().next(walk)).isSameAs(shown().of(digest(1)));
        reads(walk, shown(), 1);
        assertThat(shown().next(walk)).isSameAs(shown().of(digest(3)));
        reads(walk, shown(), 3);
        reads(walk, shown(), 2);
        assertThat(shown().next(walk)).isNull();
    }

    @Test
    void each_walk_meets_a_resource_once() {
        int first = met.begins();
        assertThat(met.meets(first, "one")).isTrue();
        assertThat(met.meets(first, "one")).isFalse();
        met.ends(first);

        int second = met.begins();
        assertThat(met.hasMet(second, "one")).isFalse();
        assertThat(met.meets(second, "one")).isTrue();
        assertThat(met.meets(second, "one")).isFalse();
    }

    @Test
    void what_the_last_walk_has_met_is_kept_and_no_more() {
        int first = met.begins();
        met.meets(first, "gone");
        int second = met.begins();
        met.meets(second, "there");
        met.ends(second);

        assertThat(met.hasMet(second, "there")).isTrue();
        assertThat(met.hasMet(first, "gone")).isFalse();
    }
}
