package io.armwatch.chaos;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every scenario is worth something: it catches what it is there for. */
final class MutantsIT {
    @Test
    @Tag("chaos-quick")
    void without_compare_and_set_replayed_observations_revert_states() throws Exception {
        ResultTable.catches(new Replay(), Mutants.NO_COMPARE_AND_SET, "repetition: revision");
    }

    @Test
    @Tag("chaos")
    void without_compare_and_set_a_slow_answer_reverts_a_state() throws Exception {
        ResultTable.catches(new SlowArm(), Mutants.NO_COMPARE_AND_SET, "repetition: revision");
    }

    @Test
    @Tag("chaos")
    void with_at_least_once_a_zombie_publishes_again() throws Exception {
        ResultTable.catches(Zombie.STOPPED_BEFORE_EVENTS_ARE_WRITTEN, Mutants.AT_LEAST_ONCE, "was read before");
    }

    @Test
    @Tag("chaos-quick")
    void events_committed_apart_from_states_are_published_again() throws Exception {
        ResultTable.catches(CrashPoint.BEFORE_COMMIT, Mutants.COMMITTED_APART, "was read before");
    }

    @Test
    @Tag("chaos")
    void a_revision_read_at_the_tick_loses_what_the_scan_sees() throws Exception {
        ResultTable.catches(new LateObservation(), Mutants.REVISION_READ_AT_THE_TICK, "wrong end");
    }

    @Test
    @Tag("chaos")
    void without_a_transaction_timeout_a_process_that_hangs_stalls_all_others() throws Exception {
        ResultTable.catches(Zombie.STOPPED_BEFORE_COMMIT, Mutants.NO_TRANSACTION_TIMEOUT, "not within");
    }

    @Test
    @Tag("chaos")
    void events_committed_apart_from_states_are_published_again_after_a_crash_of_everything() throws Exception {
        ResultTable.catches(new BrokerInSameJvm(), Mutants.COMMITTED_APART, "was read before");
    }

    @Test
    @Tag("chaos")
    void without_idempotence_events_are_published_again_after_a_lost_answer() throws Exception {
        ResultTable.catches(
                new LostKafkaResponses(List.of(KafkaRequest::isDetectionResult)),
                Mutants.NOT_IDEMPOTENT,
                "was read before");
    }

    @Test
    @Tag("chaos")
    void without_idempotence_events_are_published_again_after_a_broker_crash() throws Exception {
        ResultTable.catches(BrokerCrash.WHEN_IT_HAS_WRITTEN_EVENTS, Mutants.NOT_IDEMPOTENT, "was read before");
    }

    @Test
    @Tag("chaos")
    void poison_that_is_not_skipped_delays_everything() throws Exception {
        ResultTable.catches(new PoisonRecords(), Mutants.THROWN, "not within");
    }
}
