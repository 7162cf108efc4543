package io.armwatch.simulator.fault;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Durations as people write them: {@code 500ms}, {@code 2s}, {@code 1m}, or as ISO 8601 has them. */
public final class Durations {
    private Durations() {}

    /** Throws an {@link IllegalArgumentException} on anything else, also on what is negative. */
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
