package io.armwatch.simulator.fault;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Parses durations: {@code 500ms}, {@code 2s}, {@code 1m}, or ISO 8601. */
public final class Durations {
    private Durations() {}

    /** Parses a text; throws an {@link IllegalArgumentException} if it is not a duration, or is negative. */
    public static Duration parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Duration duration = lower.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)))
                : iso(lower.startsWith("p") ? lower : "pt" + lower);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("negative");
        }
        return duration;
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
