package io.armwatch.azure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the Retry-After header: seconds or an HTTP date (RFC 9110, 10.2.3). */
public final class RetryAfter {
    /** Keeps time arithmetic from overflowing; every realistic Retry-After is shorter and is obeyed in full. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,100}(\\.[0-9]{0,100})?");

    private RetryAfter() {}

    /**
     * How long to wait; empty if the header is missing or cannot be parsed.
     *
     * @param date the response's own {@code Date}, to which an HTTP date is relative because clocks differ
     * @param now this machine's time, used if the response has no date
     */
    public static Optional<Duration> parse(Optional<String> header, Optional<String> date, Instant now) {
        return header.map(String::strip)
                .flatMap(text -> seconds(text)
                        .or(() -> until(text, date.flatMap(RetryAfter::instant).orElse(now))))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        double seconds = Math.min(Double.parseDouble(text), (double) LONGEST.toSeconds());
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
    }

    private static Optional<Duration> until(String text, Instant from) {
        return instant(text).map(until -> Duration.between(from, until));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
