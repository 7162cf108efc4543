package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of {@code data}, as the design lists them. */
class EventDataTest {
    private static final List<String> COMMON = List.of(
            "resourceId",
            "resourceType",
            "subscriptionId",
            "resourceGroup",
            "name",
            "location",
            "tags",
            "incarnation",
            "revision",
            "observedAt",
            "previouslyObservedAt",
            "timeSource");
    private static final DetectedChange ROTATION = EventExamples.of(EventExamples.MAPS, EventExamples.keyRotated());

    static Stream<DetectedChange> examples() {
        return EventExamples.all();
    }

    @Test
    void the_order_of_properties_does_not_matter() {
        CloudEvent one = Events.of(EventExamples.of(
                EventExamples.BATCH,
                new Change.ResourceDeleted(EventExamples.json("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"))));
        CloudEvent other = Events.of(EventExamples.of(
                EventExamples.BATCH,
                new Change.ResourceDeleted(EventExamples.json("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"))));

        assertThat(text(other)).isEqualTo(text(one));
    }

    @Test
    void an_invalid_time_is_null() throws IOException {
        CloudEvent event = Events.of(EventExamples.of(EventExamples.APIM, EventExamples.stateChanged("", "")));

        assertThat(EventSchemaTest.data(event).get("endDate").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void absent_fields_are_written_as_null(DetectedChange change) throws IOException {
        JsonNode data = EventSchemaTest.data(Events.of(change));
        boolean bare = change.previouslyObservedAt().isEmpty();

        assertThat(data.get("resourceGroup").isNull())
                .isEqualTo(change.target().id().resourceGroup().isEmpty());
        assertThat(data.get("previouslyObservedAt").isNull()).isEqualTo(bare);
    }

    @Test
    void times_are_written_without_trailing_zeros() throws IOException {
        JsonNode data = EventSchemaTest.data(Events.of(ROTATION));

        assertThat(data.get("observedAt").textValue()).isEqualTo("2026-11-21T19:42:07.5Z");
        assertThat(data.get("previouslyObservedAt").textValue()).isEqualTo("2026-11-21T19:27:00Z");
        assertThat(data.get("rotatedAt").textValue()).isEqualTo("2026-11-21T19:40:01.123Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key.rotated                 | key-rotations        | key rotatedAt previousRotatedAt fingerprint previousFingerprint fingerprintScheme
                    key.synchronized            | key-rotations        | synchronizedAt previousSynchronizedAt storageAccountId
                    key.expiring                | key-rotations        | kind version expiresAt daysLeft tier
                    key.expired                 | key-rotations        | kind version expiresAt daysLeft tier
                    key.rotation-overdue        | key-rotations        | key rotatedAt ageDays maxAgeDays policy
                    key.recovered               | key-rotations        | recoveredFrom how key version recoveredAt
                    encryption-key.changed      | key-rotations        | keySource previousKeySource keyIdentifier previousKeyIdentifier
                    certificate.deletion-failed | certificate-failures | thumbprint thumbprintAlgorithm failedAt error previousState attempt
                    certificate.recovered       | certificate-failures | thumbprint state previousState recoveredAt recoveredFrom how
                    certificate.unreadable      | certificate-failures | thumbprint reason
                    certificate.refresh-failed  | certificate-failures | thumbprint hostName secretIdentifier code message failedAt
                    certificate.expiring        | certificate-failures | thumbprint subjectName issuer serialNumber notAfter daysLeft tier
                    certificate.expired         | certificate-failures | thumbprint subjectName issuer serialNumber notAfter daysLeft tier
                    certificate.renewed         | certificate-failures | thumbprint previousThumbprint notAfter previousNotAfter
                    subscription.expiry-due     | subscription-states  | expirationDate daysLeft tier state
                    azure-subscription.state-changed | subscription-states | state previousState displayName
                    subscription.state-changed  | subscription-states  | state previousState stateComment displayName scope ownerId startDate endDate expirationDate
                    resource.discovered         | resource-changes     | state
                    resource.changed            | resource-changes     | changes
                    resource.deleted            | resource-changes     | state
                    resource.unwatched          | resource-changes     | state
                    poll.failed                 | polling              | source endpoint reason status code message failingSince attempts nextAttemptAt
                    poll.recovered              | polling              | source endpoint failedSince attempts
                    """)
    void each_type_has_its_topic_and_the_fields_of_the_design_in_their_order(String type, String topic, String fields)
            throws IOException {
        List<CloudEvent> events = EventExamples.all()
                .map(Events::of)
                .filter(event -> event.getType().equals("io.armwatch." + type + ".v1"))
                .toList();

        assertThat(events).hasSize(2);
        for (CloudEvent event : events) {
            assertThat(Events.topic(event).name("azure")).isEqualTo("azure." + topic);
            assertThat(EventSchemaTest.names(EventSchemaTest.data(event)))
                    .isEqualTo(Stream.concat(COMMON.stream(), Stream.of(fields.split(" ", -1)))
                            .toList());
        }
    }

    private static String text(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }
}
