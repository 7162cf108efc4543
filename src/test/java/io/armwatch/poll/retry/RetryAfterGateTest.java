package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.route.PollingFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterGateTest {
    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final RetryAfterGate gate = new RetryAfterGate(time::nanos);

    /** A Retry-After of 5 s became three hours, where the clock was set back by that. */
    @ParameterizedTest
    @ValueSource(longs = {-3, 3})
    void a_path_is_closed_for_the_time_that_arm_said_however_the_wall_clock_is_set(long hours) {
        gate.close("/path", Duration.ofSeconds(5));
        time.set(Duration.ofHours(hours));
        assertThat(gate.remaining("/PATH")).contains(Duration.ofSeconds(5));
        assertThat(gate.remaining("/other")).isEmpty();
        time.pass(Duration.ofSeconds(5));

        assertThat(gate.remaining("/path")).isEmpty();
    }

    @Test
    void of_two_times_the_later_one_counts() {
        gate.close("/path", Duration.ofSeconds(5));
        gate.close("/path", Duration.ofSeconds(2));

        assertThat(gate.remaining("/path")).contains(Duration.ofSeconds(5));
    }
}
