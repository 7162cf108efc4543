package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollingFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollBackoffTest {
    private static final Optional<Duration> SILENT = Optional.empty();
    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final PollBackoff backoff =
            new PollBackoff(new Schedules(Map.of("s", "0 * * * * ?", "slow", "0 0 0 * * ?")), time, time::nanos);

    /** Minutes from noon at which it is asked, where it is asked at each tick that finds it awake. */
    private List<Long> asked(boolean permanent, int minutes) {
        List<Long> asked = new ArrayList<>();
        for (long minute = 0; minute < minutes; minute++) {
            if (!backoff.isBackedOff("k")) {
                asked.add(minute);
                backoff.backOff("k", "s", permanent, SILENT);
            }
            time.pass(Duration.ofMinutes(1));
        }
        return asked;
    }

    @Test
    void permanent_failures_are_polled_at_growing_intervals_up_to_an_hour() {
        assertThat(asked(true, 250)).containsExactly(0L, 1L, 2L, 5L, 12L, 27L, 58L, 118L, 178L, 238L);
    }

    @Test
    void transient_failures_are_polled_on_schedule() {
        assertThat(asked(false, 5)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void backoff_never_exceeds_an_hour() {
        for (int i = 0; i < 100; i++) {
            backoff.backOff("k", "s", true, SILENT);
        }
        time.pass(Duration.ofHours(1).minusMillis(2));
        assertThat(backoff.isBackedOff("k")).isTrue();
        time.pass(Duration.ofMillis(2));

        assertThat(backoff.isBackedOff("k")).isFalse();
    }

    @Test
    void the_reported_next_attempt_is_the_time_of_the_next_poll() {
        List<Instant> said = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            said.add(backoff.backOff("k", "s", true, SILENT).orElseThrow());
        }

        assertThat(said)
                .containsExactly(
                        ScanFixtures.NOON.plusSeconds(60),
                        ScanFixtures.NOON.plusSeconds(60),
                        ScanFixtures.NOON.plusSeconds(180),
                        ScanFixtures.NOON.plusSeconds(420));
    }

    @Test
    void an_answer_ends_the_backoff_and_resets_its_causes() {
        backoff.backOff("k", "s", true, SILENT);
        backoff.backOff("k", "s", true, SILENT);
        assertThat(backoff.isBackedOff("k")).isTrue();
        backoff.reset("k");

        assertThat(backoff.isBackedOff("k")).isFalse();
        backoff.backOff("k", "s", true, SILENT);
        assertThat(backoff.isBackedOff("k")).isFalse();
    }

    @Test
    void the_backoff_of_one_resource_does_not_affect_another() {
        backoff.backOff("k", "s", true, SILENT);
        backoff.backOff("k", "s", true, SILENT);
        backoff.reset("other");

        assertThat(backoff.isBackedOff("other")).isFalse();
        assertThat(backoff.isBackedOff("k")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_request_is_not_made_before_its_retry_after(boolean permanent) {
        Optional<Instant> next = backoff.backOff("k", "s", permanent, Optional.of(Duration.ofSeconds(130)));

        assertThat(next).contains(ScanFixtures.NOON.plusSeconds(180));
        time.pass(Duration.ofSeconds(129));
        assertThat(backoff.isBackedOff("k")).isTrue();
        time.pass(Duration.ofSeconds(1));
        assertThat(backoff.isBackedOff("k")).isFalse();
    }

    /** A Retry-After of 5 s became three hours, where the clock was set back by that. */
    @ParameterizedTest
    @ValueSource(longs = {-3, 3})
    void a_wall_clock_that_is_set_makes_no_wait_longer_or_shorter(long hours) {
        backoff.backOff("k", "s", false, Optional.of(Duration.ofSeconds(5)));
        time.set(Duration.ofHours(hours));
        assertThat(backoff.isBackedOff("k")).isTrue();
        time.pass(Duration.ofSeconds(5));

        assertThat(backoff.isBackedOff("k")).isFalse();
    }

    @Test
    void a_resource_without_a_schedule_is_never_polled_again_by_itself() {
        assertThat(backoff.backOff("k", "unknown", true, SILENT)).isEmpty();
        assertThat(backoff.isBackedOff("k")).isFalse();
    }

    @Test
    void a_schedule_longer_than_an_hour_is_kept() {
        for (int i = 0; i < 5; i++) {
            assertThat(backoff.backOff("k", "slow", true, SILENT)).contains(Instant.parse("2026-11-22T00:00:00Z"));
        }
    }
}
