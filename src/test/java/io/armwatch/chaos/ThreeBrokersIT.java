package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class ThreeBrokersIT {
    @Test
    void when_leader_and_coordinator_are_killed_nothing_is_lost_or_published_twice() throws Exception {
        ResultTable.holds(new ThreeBrokers());
    }
}
