package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.route.Shown.Digest;
import io.armwatch.source.Watched;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final ArmId ID = ArmId.of("/subscriptions/subid");

    private final Shown shown = new Shown();

    private static Walk walk() {
        return Walks.overAll(Watched.of("batch-account", "/subscriptions/subid").source(), "/subscriptions/subid");
    }

    private static Digest digest(int of) {
        return new Digest(Memory.digest(new byte[of]));
    }

    @Test
    void the_last_walk_s_items_are_kept_and_no_earlier_one_s() {
        for (int i = 1; i <= 2; i++) {
            Walk walk = walk();
            walk.shown().of(walk.part().listing()).put(digest(i), ID);
            shown.ends(walk);
        }

        assertThat(shown.before(walk(), walk().part().listing()))
                .containsEntry(digest(2), ID)
                .hasSize(1);
    }

    @Test
    void what_a_walk_under_way_has_met_is_not_known_before_its_end() {
        Walk walk = walk();
        walk.shown().of(walk.part().listing()).put(digest(1), ID);

        assertThat(shown.before(walk(), walk().part().listing())).isEmpty();
    }
}
