package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.route.Met.Digest;
import io.armwatch.source.Watched;
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
        return new Digest(Memory.digest(new byte[of]));
    }

    @Test
    void the_last_walk_s_items_are_kept_and_no_earlier_one_s() {
        for (int i = 1; i <= 2; i++) {
            int walk = met.begins();
            met.notes(walk, listing(SUBSCRIPTION), digest(i), ID);
            met.ends(walk);
        }

        int walk = met.begins();
        assertThat(met.itemOf(walk, listing(SUBSCRIPTION), digest(2))).contains(ID);
        assertThat(met.itemOf(walk, listing(SUBSCRIPTION), digest(1))).isEmpty();
    }

    @Test
    void an_item_that_is_read_again_is_kept() {
        for (int i = 1; i <= 3; i++) {
            int walk = met.begins();
            if (met.itemOf(walk, listing(SUBSCRIPTION), digest(1)).isEmpty()) {
                assertThat(i).isEqualTo(1);
                met.notes(walk, listing(SUBSCRIPTION), digest(1), ID);
            }
            met.ends(walk);
        }

        assertThat(met.itemOf(met.begins(), listing(SUBSCRIPTION), digest(1))).contains(ID);
    }

    @Test
    void the_same_bytes_in_another_list_are_another_item() {
        int walk = met.begins();
        met.notes(walk, listing(SUBSCRIPTION), digest(1), ID);

        assertThat(met.itemOf(walk, listing(SUBSCRIPTION + "/resourceGroups/other"), digest(1)))
                .isEmpty();
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
