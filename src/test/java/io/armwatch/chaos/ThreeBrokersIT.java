package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class ThreeBrokersIT {
    @Test
    void where_the_leader_and_the_coordinator_are_killed_nothing_is_lost_and_nothing_told_twice() throws Exception {
        ResultTable.holds(new ThreeBrokers());
    }
}
