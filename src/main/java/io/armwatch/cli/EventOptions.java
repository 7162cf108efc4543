package io.armwatch.cli;

import static java.util.stream.Collectors.toCollection;

import io.armwatch.azure.ArmId;
import io.armwatch.config.Suggestion;
import io.armwatch.event.EventType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the options by which a user chooses events. */
final class EventOptions {
    private EventOptions() {}

    /** Reads a name such as {@code key.rotated}, or CloudEvents' whole {@code type}. */
    static final class Type implements ITypeConverter<EventType> {
        @Override
        public EventType convert(String text) {
            return Arrays.stream(EventType.values())
                    .filter(type -> type.text().equals(text) || type.type().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no event type" + advice(text)));
        }

        private static String advice(String text) {
            TreeSet<String> known =
                    Arrays.stream(EventType.values()).map(EventType::text).collect(toCollection(TreeSet::new));
            return Suggestion.similar(text, known)
                    .map(similar -> "; did you mean " + similar + "?")
                    .orElse("; expected one of " + String.join(", ", known));
        }
    }

    /** Reads an ARM id in any casing, also with a slash at its end. */
    static final class Id implements ITypeConverter<ArmId> {
        @Override
        public ArmId convert(String text) {
            try {
                return ArmId.of(text.replaceFirst("/+$", ""));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a time, or a duration that leads back from now. */
    static final class Since implements ITypeConverter<Instant> {
        private static final Pattern DURATION = Pattern.compile("(\\d{1,5}d)?(\\d{1,6}h)?(\\d{1,8}m)?(\\d{1,9}s)?");

        private final Clock clock;

        @SuppressWarnings("unused") // picocli calls it
        Since() {
            this(Clock.systemUTC());
        }

        Since(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Instant convert(String text) {
            Instant now = clock.instant();
            Instant since =
                    !text.isEmpty() && DURATION.matcher(text).matches() ? now.minus(duration(text)) : time(text);
            if (since.isAfter(now)) {
                throw new TypeConversionException("'" + text + "' is in the future");
            }
            return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since;
        }

        private static Duration duration(String text) {
            String iso = text.toUpperCase(Locale.ROOT);
            int days = iso.indexOf('D') + 1;
            return Duration.parse(
                    "P" + iso.substring(0, days) + (days == iso.length() ? "" : "T" + iso.substring(days)));
        }

        private static Instant time(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text
                        + "' is neither a time such as 2026-11-27T08:00:00Z nor a duration such as 30m, 1h or 7d");
            }
        }
    }
}
