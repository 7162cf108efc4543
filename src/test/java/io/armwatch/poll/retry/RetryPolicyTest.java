package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final Optional<Duration> SILENT = Optional.empty();
    private final RetryPolicy retryPolicy = new RetryPolicy(() -> 0.5);

    @ParameterizedTest
    @CsvSource({"1, PT0.5S", "2, PT1S", "3, PT2S", "4, PT4S"})
    void each_wait_is_twice_the_one_before(int attempt, Duration wait) {
        assertThat(retryPolicy.retryDelay(attempt, Reason.THROTTLED, SILENT)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"0, PT0.25S", "1, PT0.75S"})
    void chance_makes_it_half_to_one_and_a_half(double random, Duration wait) {
        assertThat(new RetryPolicy(() -> random).retryDelay(1, Reason.TIMEOUT, SILENT))
                .contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"THROTTLED, 5", "UNREACHABLE, 3", "SERVER_ERROR, 3", "TIMEOUT, 2"})
    void transient_failures_are_retried_a_limited_number_of_times_in_a_scan(Reason reason, int tries) {
        assertThat(retryPolicy.retryDelay(tries - 1, reason, SILENT)).isPresent();
        assertThat(retryPolicy.retryDelay(tries, reason, SILENT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UNAUTHENTICATED", "FORBIDDEN", "MISSING", "REFUSED", "INVALID_RESPONSE", "RETIRED", "API_VERSION"
            })
    void permanent_failures_are_not_retried_whatever_retry_after_says(Reason reason) {
        assertThat(retryPolicy.retryDelay(1, reason, SILENT)).isEmpty();
        assertThat(retryPolicy.retryDelay(1, reason, Optional.of(Duration.ofSeconds(1))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "SERVER_ERROR", "TIMEOUT"})
    void what_arm_says_is_obeyed_to_the_second(Reason reason) {
        assertThat(retryPolicy.retryDelay(1, reason, Optional.of(Duration.ofSeconds(7))))
                .contains(Duration.ofSeconds(7));
        assertThat(retryPolicy.retryDelay(1, reason, Optional.of(Duration.ofMinutes(1))))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void a_wait_longer_than_a_minute_is_left_to_the_next_scan() {
        assertThat(retryPolicy.retryDelay(1, Reason.THROTTLED, Optional.of(Duration.ofSeconds(61))))
                .isEmpty();
    }

    /** Else a server that says 0, or a date that has passed, would be asked five times in a row. */
    @Test
    void a_retry_time_in_the_past_does_not_permit_an_immediate_retry() {
        assertThat(retryPolicy.retryDelay(2, Reason.THROTTLED, Optional.of(Duration.ZERO)))
                .contains(Duration.ofSeconds(1));
    }
}
