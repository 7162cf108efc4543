package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TroubleIT {
    @ParameterizedTest
    @EnumSource
    @Tag("chaos")
    void a_process_stopped_until_another_has_taken_over_commits_nothing(Zombie zombie) throws Exception {
        Table.holds(zombie);
    }

    @Test
    @Tag("chaos-quick")
    void observations_repeated_and_reordered_are_dropped() throws Exception {
        Table.holds(new Replay());
    }

    @Test
    @Tag("chaos")
    void an_answer_that_comes_when_another_process_has_told_of_it_is_dropped() throws Exception {
        Table.holds(new SlowArm());
    }

    @Test
    @Tag("chaos")
    void what_a_scan_sees_is_compared_with_what_is_known_when_it_asks() throws Exception {
        Table.holds(new LateObservation());
    }

    @Test
    @Tag("chaos-quick")
    void where_answers_of_the_broker_are_lost_nothing_is_lost_and_nothing_told_twice() throws Exception {
        Table.holds(new LostAnswers());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("chaos")
    void where_the_broker_is_killed_in_a_commit_nothing_is_lost_and_nothing_told_twice(BrokerCrash crash)
            throws Exception {
        Table.holds(crash);
    }

    @Test
    @Tag("chaos")
    void everything_in_one_jvm_may_be_killed_and_lose_its_local_state() throws Exception {
        Table.holds(new OneJvm());
    }

    @Test
    @Tag("chaos")
    void what_cannot_be_read_delays_nothing_else() throws Exception {
        Table.holds(new Poison());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("chaos")
    void what_is_too_large_delays_nothing_else(TooLarge where) throws Exception {
        Table.holds(where);
    }
}
