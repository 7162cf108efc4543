package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class RandomKillsIT {
    @Test
    void killed_at_random_under_load_nothing_is_lost_and_nothing_told_twice() throws Exception {
        ResultTable.holds(RandomKills.seeded());
    }
}
