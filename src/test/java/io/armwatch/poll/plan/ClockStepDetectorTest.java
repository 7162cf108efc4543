package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.route.PollingFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockStepDetectorTest {
    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final ClockStepDetector watch = new ClockStepDetector(time, time::nanos);

    @Test
    void time_that_passes_is_no_step_however_long() {
        time.pass(Duration.ofHours(5));

        assertThat(watch.step()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-10_800, -4, 4, 10_800})
    void a_clock_that_is_set_is_noticed_once(long seconds) {
        time.pass(Duration.ofSeconds(1));
        time.set(Duration.ofSeconds(seconds));

        assertThat(watch.step()).contains(Duration.ofSeconds(seconds));
        time.pass(Duration.ofSeconds(1));
        assertThat(watch.step()).isEmpty();
    }

    @Test
    void small_corrections_by_ntp_are_not_steps() {
        time.set(Duration.ofMillis(500));

        assertThat(watch.step()).isEmpty();
    }
}
