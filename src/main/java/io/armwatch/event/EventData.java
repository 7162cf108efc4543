package io.armwatch.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.InstantText;
import io.armwatch.change.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * An event's {@code data} (CloudEvents 1.0, Event Data): the fields of all events, then those of its change. Every
 * field is written, an absent one as null, and the same change always gives the same bytes.
 */
record EventData(
        ArmId resourceId,
        String resourceType,
        Optional<String> subscriptionId,
        Optional<String> resourceGroup,
        String name,
        Optional<String> location,
        Optional<JsonNode> tags,
        Instant incarnation,
        long revision,
        Instant observedAt,
        Optional<Instant> previouslyObservedAt,
        String timeSource,
        @JsonUnwrapped Change change) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantText())
                    .addSerializer(Timestamp.class, new TimestampText()))
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    static EventData of(DetectedChange change) {
        ArmId id = change.target().id();
        return new EventData(
                id,
                id.type(),
                Optional.of(id.subscriptionId()).filter(subscription -> !subscription.isEmpty()),
                id.resourceGroup(),
                id.name(),
                change.labels().location(),
                change.labels().tags(),
                change.incarnation(),
                change.revision(),
                change.observedAt(),
                change.previouslyObservedAt(),
                EventTime.of(change).source(),
                change.change());
    }

    /** Serializes the data as {@code application/json}. */
    byte[] json() {
        try {
            return MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an event about " + resourceId + " cannot be written as JSON", e);
        }
    }

    /**
     * Writes Azure's times; a text that is not a time becomes null, so that every value is a valid {@code date-time}.
     */
    private static final class TimestampText extends StdScalarSerializer<Timestamp> {
        TimestampText() {
            super(Timestamp.class);
        }

        @Override
        public void serialize(Timestamp time, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (time.instant().isPresent()) {
                json.writeString(time.text());
            } else {
                json.writeNull();
            }
        }
    }
}
