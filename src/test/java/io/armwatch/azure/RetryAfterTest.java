package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static Optional<Duration> parse(String header) {
        return RetryAfter.parse(Optional.of(header), Optional.empty(), NOON);
    }

    @ParameterizedTest
    @CsvSource({"7, PT7S", "0, PT0S", "' 17 ', PT17S", "1.5, PT1.5S", "0.0001, PT0.001S", "3600, PT1H", "7200, PT2H"})
    void seconds_are_waited(String header, Duration wait) {
        assertThat(parse(header)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sat, 21 Nov 2026 12:00:07 GMT | PT7S",
                "Sat, 21 Nov 2026 12:00:00 GMT | PT0S",
                "Sat, 21 Nov 2026 11:00:00 GMT | PT0S",
                "Sat, 21 Nov 2026 12:59:59 GMT | PT59M59S",
                "Sun, 22 Nov 2026 12:00:00 GMT | PT24H"
            })
    void a_retry_date_is_waited_for_unless_it_has_passed(String header, Duration wait) {
        assertThat(parse(header)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void no_wait_overflows_a_clock(String header) {
        assertThat(parse(header)).contains(Duration.ofDays(365));
    }

    /** This machine's clock may be hours wrong. */
    @Test
    void a_date_counts_from_the_answer_s_own_date() {
        assertThat(RetryAfter.parse(
                        Optional.of("Sat, 21 Nov 2026 09:00:05 GMT"),
                        Optional.of("Sat, 21 Nov 2026 09:00:00 GMT"),
                        NOON))
                .contains(Duration.ofSeconds(5));
        assertThat(RetryAfter.parse(Optional.of("Sat, 21 Nov 2026 12:00:07 GMT"), Optional.of("today"), NOON))
                .contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-5",
                "NaN",
                "Infinity",
                "5d",
                "0x10p3",
                "1e3",
                "7 s",
                "7, 9",
                "٧",
                "2026-11-21T12:00:07Z",
                "Mon, 21 Nov 2026 12:00:07 GMT",
                "\u0000"
            })
    void what_cannot_be_understood_says_nothing(String header) {
        assertThat(parse(header)).isEmpty();
    }

    @Test
    void a_missing_header_is_ignored() {
        assertThat(RetryAfter.parse(Optional.empty(), Optional.empty(), NOON)).isEmpty();
    }
}
