package io.armwatch.outlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Secrets;
import io.armwatch.outlet.delivery.Deliverer.Rules;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an event is tried again, when it is given up, and what may be committed. */
final class DeliveryRulesTest {
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static Backoff backoff(double random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), () -> random);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1000", "2, 0, 2000", "6, 0, 32000", "7, 0, 60000", "1000, 0, 60000", "2, 1, 1000"})
    void waits_are_doubled_up_to_a_limit(int attempts, double random, long millis) {
        assertThat(backoff(random).after(attempts, new Failure(Fault.TARGET, "")))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void a_longer_retry_after_is_obeyed_up_to_an_hour() {
        assertThat(wait(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
        assertThat(wait(Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait(DAY)).isEqualTo(Duration.ofHours(1));
    }

    private static Duration wait(Duration retryAfter) {
        return backoff(0).after(1, new Failure(Fault.TARGET, "", Optional.of(retryAfter)));
    }

    @ParameterizedTest
    @CsvSource({
        "EVENT, 2, true, false",
        "EVENT, 3, false, true",
        "UNKNOWN, 9, true, false",
        "UNKNOWN, 10, true, true",
        "UNKNOWN, 1000, false, false",
        "TARGET, 1000, true, false",
        "GONE, 1000, true, false"
    })
    void only_what_concerns_the_event_itself_ends_among_the_dead_letters(
            Fault fault, int attempts, boolean others, boolean dead) {
        Failure failure = new Failure(fault, "");

        assertThat(new Rules(backoff(0), Optional.empty()).isDead(failure, attempts, others, DAY))
                .isEqualTo(dead);
        assertThat(new Rules(backoff(0), Optional.of(YOUNG)).isDead(failure, 1, false, DAY))
                .isEqualTo(fault != Fault.GONE);
    }

    @Test
    void the_first_unfinished_record_is_where_a_restart_begins() {
        Progress progress = new Progress();
        assertThat(progress.committable(7)).isEqualTo(7);
        progress.begin(7);
        progress.begin(8);
        progress.begin(10);
        progress.finish(8);
        assertThat(progress.committable(11)).isEqualTo(7);
        progress.finish(7);
        assertThat(progress.committable(11)).isEqualTo(10);
        progress.finish(10);
        assertThat(progress.committable(12)).isEqualTo(12);
    }

    @Test
    void a_reason_shows_no_more_of_an_address_than_the_host() {
        Failure failure = Failure.of(new IllegalStateException("HTTP operation failed invoking"
                + " https://user:pass@hooks.example.com:8443/services/T0/B0/hunter2?sig=hunter2 with statusCode: 404"));

        assertThat(failure.reason())
                .isEqualTo("IllegalStateException: HTTP operation failed invoking https://hooks.example.com:8443/… with"
                        + " statusCode: 404");
    }

    @Test
    void a_reason_is_one_short_line_without_secrets() {
        Secrets.add("very-secret-value");

        Failure failure = Failure.of(new IllegalStateException("refused\nvery-secret-value " + "x".repeat(1000)));

        assertThat(failure.fault()).isEqualTo(Fault.UNKNOWN);
        assertThat(failure.reason())
                .startsWith("IllegalStateException: refused *** xxx")
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\n");
    }
}
