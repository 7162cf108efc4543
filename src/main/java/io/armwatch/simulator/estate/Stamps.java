package io.armwatch.simulator.estate;

import io.armwatch.simulator.kind.Etags;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Generates timestamps and ETags in the services' formats. */
public final class Stamps {
    private static final DateTimeFormatter SEVEN_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final AtomicLong versions = new AtomicLong();

    public Stamps(Clock clock) {
        this.clock = clock;
    }

    /** The present time with .NET's seven fractional digits. */
    public String now() {
        return format(clock.instant());
    }

    /** The present time as API Management writes it, with up to three fractional digits. */
    public String nowInMillis() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public Instant instant() {
        return clock.instant();
    }

    public static String format(Instant instant) {
        return SEVEN_DIGITS.format(instant);
    }

    /** A new unique ETag. */
    public String etag(Etags form) {
        long version = versions.incrementAndGet();
        if (form == Etags.HEADER) {
            byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
            return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        }
        return "W/\"0x%015X\"".formatted(0x8D4_EDD5_1186_68F7L + version);
    }
}
