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
        return RetryAfter.parse(Optional.of(header), NOON);
    }

    @ParameterizedTest
    @CsvSource({"7, PT7S", "0, PT0S", "' 17 ', PT17S", "1.5, PT1.5S", "0.0001, PT0.001S", "3600, PT1H"})
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
                "Sat, 21 Nov 2026 12:59:59 GMT | PT59M59S"
            })
    void a_date_is_waited_for_unless_it_has_passed(String header, Duration wait) {
        assertThat(parse(header)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3601",
                "99999999999999999999999999999999",
                "Sun, 22 Nov 2026 12:00:00 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT"
            })
    void nobody_is_waited_for_longer_than_an_hour(String header) {
        assertThat(parse(header)).contains(Duration.ofHours(1));
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
    void a_missing_header_says_nothing() {
        assertThat(RetryAfter.parse(Optional.empty(), NOON)).isEmpty();
    }
}
