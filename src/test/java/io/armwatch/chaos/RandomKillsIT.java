package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class RandomKillsIT {
    @Test
    void killed_at_random_under_load_nothing_is_lost_or_published_twice() throws Exception {
        ResultTable.holds(RandomKills.seeded());
    }
}
