package io.armwatch.event;

import io.armwatch.azure.ArmId;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.Timestamp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Builds CloudEvents 1.0 from changes. A pure function: the same change always gives the same event. */
public final class Events {
    /** CloudEvents' Partitioning extension, which its Kafka binding (Key Mapping) uses as the record key. */
    public static final String PARTITION_KEY = "partitionkey";

    /** CloudEvents' Distributed Tracing extension. */
    private static final String TRACEPARENT = "traceparent";

    /** The characters of RFC 3986's pchar other than letters and digits, and the slash between segments. */
    private static final String ALLOWED_IN_PATH = "/-._~!$&'()*+,;=:@";

    private Events() {}

    /** The event of a change. */
    public static CloudEvent of(DetectedChange change) {
        return of(change, "");
    }

    /**
     * The event by which a known state is replayed. The same known state always gives the same {@code id}, and no event of a change
     * has it: it is the digest of the identity of {@link #of} behind {@code replay|}.
     */
    public static CloudEvent replayed(DetectedChange change) {
        return of(change, "replay|");
    }

    private static CloudEvent of(DetectedChange change, String kind) {
        EventType type = EventType.of(change.change());
        ArmId resource = change.target().id();
        String subject = change.change().part().orElseGet(() -> change.target().part());
        return CloudEventBuilder.v1()
                .withId(id(kind + type.type(), change, subject))
                .withSource(source(resource))
                .withType(type.type())
                .withSubject(subject)
                .withTime(OffsetDateTime.ofInstant(EventTime.of(change).instant(), ZoneOffset.UTC))
                .withData(
                        "application/json",
                        type.dataSchema(),
                        EventData.of(change).json())
                .withExtension(PARTITION_KEY, resource.key())
                .build();
    }

    /**
     * The event with a {@code dataschema} that is the URL of its schema's file.
     *
     * @param base the URL that holds the files of {@link Schemas}; ends with a slash
     * @throws IllegalArgumentException if its type is not an {@link EventType}
     */
    public static CloudEvent withSchemaBelow(CloudEvent event, URI base) {
        return CloudEventBuilder.v1(event)
                .withDataSchema(base.resolve(typeOf(event).schemaFile()))
                .build();
    }

    /**
     * The event with the place in a trace that it comes from. Nothing else about it changes.
     *
     * @param traceparent CloudEvents' Distributed Tracing extension, in the form of W3C Trace Context
     */
    public static CloudEvent traced(CloudEvent event, String traceparent) {
        return CloudEventBuilder.v1(event)
                .withExtension(TRACEPARENT, traceparent)
                .build();
    }

    /**
     * The topic of an event.
     *
     * @throws IllegalArgumentException if its type is not an {@link EventType}
     */
    public static Topic topic(CloudEvent event) {
        return typeOf(event).topic();
    }

    private static EventType typeOf(CloudEvent event) {
        return EventType.named(event.getType())
                .orElseThrow(() -> new IllegalArgumentException("no topic holds events of type " + event.getType()));
    }

    /**
     * CloudEvents' {@code id} (Required Attributes): the first 32 hex digits of SHA-256 over
     * {@code <type>|<ARM id>|<subject>|<incarnation>|<revision>} in UTF-8, with the ARM id lower-cased.
     */
    private static String id(String type, DetectedChange change, String subject) {
        String identity = String.join(
                "|",
                type,
                change.target().id().key(),
                subject,
                Timestamp.of(change.incarnation()).text(),
                Long.toString(change.revision()));
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
     * CloudEvents' {@code source} (Required Attributes; Type System, URI-reference): the ARM id in lower case, so that
     * it is the same text in every event of a resource. Characters that RFC 3986 does not allow in a path, and {@code
     * %} itself, are percent-encoded in UTF-8, so that decoding gives the record key.
     */
    private static URI source(ArmId resource) {
        StringBuilder path = new StringBuilder();
        for (byte unit : resource.key().getBytes(StandardCharsets.UTF_8)) {
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
}
