package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TimeZone;
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

    /** In a zone with summer time, nothing was polled in the hour that comes twice. */
    @Test
    void schedules_are_utc_in_whatever_zone_the_machine_is() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            Instant clocksGoBack = Instant.parse("2026-10-25T01:00:00Z");
            assertThat(schedules.next("often", clocksGoBack.plusSeconds(1))).contains(clocksGoBack.plusSeconds(10));
            assertThat(schedules.next("hourly", clocksGoBack)).contains(clocksGoBack.plusSeconds(1800));
            assertThat(schedules.period("hourly", clocksGoBack)).isEqualTo(Duration.ofHours(1));
            assertThat(new Schedules(Map.of("daily", "0 0 3 * * ?")).next("daily", NOON))
                    .contains(Instant.parse("2026-11-22T03:00:00Z"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void a_resource_whose_schedule_has_ended_is_never_polled_again() {
        assertThat(schedules.next("unknown", NOON)).isEmpty();
        assertThat(schedules.next("over", NOON)).isEmpty();
    }
}
