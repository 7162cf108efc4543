package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Observations that come twice, in another order, that nobody can read, or that come to something too large. */
final class ObservationsIT {
    @Test
    @Tag("chaos-quick")
    void observations_repeated_and_reordered_are_dropped() throws Exception {
        ResultTable.holds(new Replay());
    }

    @Test
    @Tag("chaos")
    void an_unreadable_observation_delays_nothing_else() throws Exception {
        ResultTable.holds(new PoisonRecords());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("chaos")
    void what_is_too_large_for_kafka_delays_nothing_else(TooLargeState where) throws Exception {
        ResultTable.holds(where);
    }
}
