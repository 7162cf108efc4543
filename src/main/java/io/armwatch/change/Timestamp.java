package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * A time as Azure states it. Azure writes the same instant with 0 to 7 fractional digits, so a text that can be parsed
 * is kept in one canonical form (UTC, no trailing zeros); any other text is kept unchanged.
 */
public record Timestamp(@JsonValue String text) {
    private static final DateTimeFormatter CANONICAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    /** An offset without a colon, as some providers write it: {@code +0000}. */
    private static final DateTimeFormatter COMPACT_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HHmm", "Z")
            .toFormatter(Locale.ROOT);

    private static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

    /** The common form of a time; the fraction may be shorter or absent. */
    private static final String SHAPE = "0000-00-00T00:00:00.000000000";

    private static final int SECONDS = "0000-00-00T00:00:00".length();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Timestamp {
        text = isCanonical(text) ? text : parse(text).map(CANONICAL::format).orElse(text);
    }

    public static Timestamp of(Instant instant) {
        return new Timestamp(CANONICAL.format(instant));
    }

    private static boolean isCanonical(String text) {
        boolean zeros = text.length() > SECONDS + 1 && text.endsWith("0Z");
        return !zeros && plain(text).isPresent();
    }

    /**
     * Parses the common form in UTC, at a tenth of a formatter's cost; empty for every other form, which may still be a
     * time.
     */
    static Optional<Instant> plain(String text) {
        int end = text.length() - 1;
        if (!isShaped(text, end)) {
            return Optional.empty();
        }
        int nanos = 0;
        for (int i = SECONDS + 1; i < SHAPE.length(); i++) {
            nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        try {
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos);
            return Optional.of(date.atTime(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static boolean isShaped(String text, int end) {
        if (end < SECONDS || end == SECONDS + 1 || end > SHAPE.length() || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char given = text.charAt(i);
            if (SHAPE.charAt(i) == '0' ? given < '0' || given > '9' : given != SHAPE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** The instant; empty if the text is not a time or means "not set" ({@link #isUnset}). */
    public Optional<Instant> instant() {
        return parse(text).filter(Timestamp::isSet);
    }

    /**
     * Whether a text is one that Azure writes for "not set": the first instant of a calendar (year 1 of .NET, 1601 of
     * Windows, 1753 and 1900 of SQL Server, 1970 of Unix) or the last one (year 9999). No resource of Azure is as old
     * as 1970.
     */
    static boolean isUnset(String text) {
        boolean likely = text.length() > SECONDS - 1
                && ((text.charAt(0) != '2' && text.charAt(4) == '-') || text.charAt(0) == '+' || text.charAt(0) == '-');
        return likely && parse(text).filter(instant -> !isSet(instant)).isPresent();
    }

    private static boolean isSet(Instant instant) {
        return instant.isAfter(Instant.EPOCH) && instant.isBefore(FOR_EVER);
    }

    /** Whether this time is later; false if one of the two is not a time. */
    public boolean isAfter(Timestamp other) {
        return instant().flatMap(mine -> other.instant().map(mine::isAfter)).orElse(false);
    }

    private static Optional<Instant> parse(String text) {
        Optional<Instant> plain = plain(text);
        if (plain.isPresent()) {
            return plain;
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException otherwiseWritten) {
            return parseCompact(text);
        }
    }

    private static Optional<Instant> parseCompact(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, COMPACT_OFFSET).toInstant());
        } catch (DateTimeException noOffset) {
            return parseLocal(text);
        }
    }

    /** Some providers omit the zone and mean UTC. */
    private static Optional<Instant> parseLocal(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
