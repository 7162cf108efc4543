package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private final Schedules schedules =
            new Schedules(Map.of("often", "0/10 * * * * ?", "hourly", "0 30 * * * ?", "over", "0 0 0 1 1 ? 2020"));

    @Test
    void the_next_time_is_after_the_instant_and_not_at_it() {
        assertThat(schedules.next("often", NOON)).contains(NOON.plusSeconds(10));
        assertThat(schedules.next("often", NOON.plusMillis(1))).contains(NOON.plusSeconds(10));
        assertThat(schedules.next("hourly", NOON)).contains(NOON.plusSeconds(1800));
    }

    @Test
    void what_has_no_schedule_or_none_left_is_never_polled_again() {
        assertThat(schedules.next("unknown", NOON)).isEmpty();
        assertThat(schedules.next("over", NOON)).isEmpty();
    }
}
