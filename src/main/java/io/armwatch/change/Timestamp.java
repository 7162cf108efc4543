package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

/**
 * A time as Azure tells it. Azure writes the same instant with 0 to 7 fractional digits, so a text that can be read as a time
 * is kept in one canonical form (UTC, no trailing zeros); any other text is kept as it is.
 */
public record Timestamp(@JsonValue String text) {
    private static final DateTimeFormatter CANONICAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Timestamp {
        text = parse(text).map(CANONICAL::format).orElse(text);
    }

    public static Timestamp of(Instant instant) {
        return new Timestamp(CANONICAL.format(instant));
    }

    /** The instant, or empty where Azure sent something that is no time. */
    public Optional<Instant> instant() {
        return parse(text);
    }

    /** Whether both are times and this one is later. */
    public boolean isAfter(Timestamp other) {
        return instant().flatMap(mine -> other.instant().map(mine::isAfter)).orElse(false);
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noOffset) {
            return parseLocal(text);
        }
    }

    /** Some providers leave the zone out and mean UTC. */
    private static Optional<Instant> parseLocal(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
