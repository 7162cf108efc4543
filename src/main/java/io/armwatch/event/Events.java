package io.armwatch.event;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Occurrence;
import io.armwatch.change.Timestamp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Occurrences as CloudEvents 1.0, purely: the same occurrence is the same event, however often it is made. */
public final class Events {
    /** The extension of CloudEvents' Partitioning document; its Kafka binding (Key Mapping) makes it the record key. */
    public static final String PARTITION_KEY = "partitionkey";

    /** RFC 3986's pchar less the letters and digits, and the slash between segments. */
    private static final String ALLOWED_IN_PATH = "/-._~!$&'()*+,;=:@";

    private static final Instant FIRST_RFC3339 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_RFC3339 = Instant.parse("+10000-01-01T00:00:00Z");

    private Events() {}

    /** The event that tells the occurrence. */
    public static CloudEvent of(Occurrence occurrence) {
        EventType type = EventType.of(occurrence.change());
        ArmId resource = occurrence.target().id();
        String subject =
                occurrence.change().part().orElseGet(() -> occurrence.target().part());
        return CloudEventBuilder.v1()
                .withId(id(type, resource, subject, occurrence.revision()))
                .withSource(source(resource))
                .withType(type.type())
                .withSubject(subject)
                .withTime(OffsetDateTime.ofInstant(time(occurrence), ZoneOffset.UTC))
                .withData(
                        "application/json",
                        type.dataSchema(),
                        EventData.of(occurrence).json())
                .withExtension(PARTITION_KEY, resource.key())
                .build();
    }

    /**
     * The topic of an event.
     *
     * @throws IllegalArgumentException where its type is not one of {@link EventType}
     */
    public static Topic topic(CloudEvent event) {
        return EventType.named(event.getType())
                .orElseThrow(() -> new IllegalArgumentException("no topic holds events of type " + event.getType()))
                .topic();
    }

    /**
     * CloudEvents' {@code id} (Required Attributes): the first 32 hex digits of SHA-256 over
     * {@code <type>|<ARM id>|<subject>|<revision>} in UTF-8, with the ARM id lower-cased.
     */
    private static String id(EventType type, ArmId resource, String subject, long revision) {
        String identity = String.join("|", type.type(), resource.key(), subject, Long.toString(revision));
        return HexFormat.of()
                .formatHex(sha256().digest(identity.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 32);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * CloudEvents' {@code source} (Required Attributes; Type System, URI-reference): the ARM id as given. What a path
     * of RFC 3986 does not hold is percent-encoded in UTF-8, {@code %} itself too, so that decoding gives the id back.
     */
    private static URI source(ArmId resource) {
        StringBuilder path = new StringBuilder();
        for (byte unit : resource.text().getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (unit & 0xff);
            if (isAsciiLetterOrDigit(character) || ALLOWED_IN_PATH.indexOf(character) >= 0) {
                path.append(character);
            } else {
                path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        return URI.create(path.toString());
    }

    private static boolean isAsciiLetterOrDigit(char character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }

    /**
     * CloudEvents' {@code time} (Optional Attributes): Azure's own time of the change where it is one that RFC 3339 can
     * write (years 0 to 9999), else the time of the observation.
     */
    private static Instant time(Occurrence occurrence) {
        return occurrence
                .change()
                .at()
                .flatMap(Timestamp::instant)
                .filter(time -> !time.isBefore(FIRST_RFC3339) && time.isBefore(AFTER_RFC3339))
                .orElse(occurrence.observedAt());
    }
}
