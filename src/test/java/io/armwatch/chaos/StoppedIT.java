package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are stopped for a while, or die, while something of theirs is still on its way. */
@Tag("chaos")
final class StoppedIT {
    @ParameterizedTest
    @EnumSource
    void a_process_stopped_until_another_has_taken_over_commits_nothing(Zombie zombie) throws Exception {
        ResultTable.holds(zombie);
    }

    @Test
    void a_late_answer_is_dropped_if_another_process_has_published_the_change() throws Exception {
        ResultTable.holds(new SlowArm());
    }

    @Test
    void what_a_scan_sees_is_compared_with_what_is_known_when_it_asks() throws Exception {
        ResultTable.holds(new LateObservation());
    }
}
