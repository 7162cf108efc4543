package io.armwatch.chaos;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Observations that come twice, in another order, that nobody can read, or that come to something too large. */
final class ObservationsIT {
    private static final String DEFECT =
            "The judgement fails and starts anew for ever, and tells nothing more: to be enabled with the dead-letter topic";

    @Test
    @Tag("chaos-quick")
    void observations_repeated_and_reordered_are_dropped() throws Exception {
        Table.holds(new Replay());
    }

    @Test
    @Tag("chaos")
    void what_cannot_be_read_delays_nothing_else() throws Exception {
        Table.holds(new Poison());
    }

    @ParameterizedTest
    @EnumSource(names = "FOR_OBSERVATIONS")
    @Tag("chaos")
    void an_observation_that_is_too_large_delays_nothing_else(TooLarge where) throws Exception {
        Table.holds(where);
    }

    @ParameterizedTest
    @EnumSource(names = "FOR_OBSERVATIONS", mode = Mode.EXCLUDE)
    @Tag("chaos")
    @Disabled(DEFECT)
    void what_follows_from_an_observation_and_is_too_large_delays_nothing_else(TooLarge where) throws Exception {
        Table.holds(where);
    }
}
