package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.How;
import io.armwatch.change.Labels;
import io.armwatch.change.Target;
import io.armwatch.change.Timestamp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attributes of an event, and its way over the wire. */
class EventsTest {
    private static final DetectedChange ROTATION = EventExamples.of(EventExamples.MAPS, EventExamples.keyRotated());

    static Stream<DetectedChange> examples() {
        return EventExamples.all();
    }

    @Test
    void the_attributes_say_what_changed_where_and_when() {
        CloudEvent event = Events.of(ROTATION);

        assertThat(event.getSpecVersion()).hasToString("1.0");
        assertThat(event.getType()).isEqualTo("io.armwatch.key.rotated.v1");
        assertThat(event.getSource()).hasToString(EventExamples.MAPS.toLowerCase(Locale.ROOT));
        assertThat(event.getSubject()).isEqualTo("primary");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-21T19:40:01.123Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getDataSchema()).hasToString("urn:armwatch:event:key.rotated:v1");
        assertThat(event.getExtension("partitionkey")).isEqualTo(EventExamples.MAPS.toLowerCase(Locale.ROOT));
        assertThat(event.getExtensionNames()).containsExactly("partitionkey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "+10000-01-01T00:00:00Z",
                "0001-01-01T00:00:00",
                "1601-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "9999-12-31T23:59:59.9999999Z"
            })
    void without_a_time_from_azure_the_event_has_the_time_of_the_observation(String azures) {
        Change change = new Change.CertificateRecovered(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Timestamp(azures)),
                "deletion-failed",
                How.CANCELLED);

        assertThat(Events.of(EventExamples.of(EventExamples.CERTIFICATE, change))
                        .getTime())
                .isEqualTo(OffsetDateTime.parse("2026-11-21T19:42:07.5Z"));
        assertThat(Events.of(EventExamples.bare().findFirst().orElseThrow()).getTime())
                .isEqualTo(OffsetDateTime.parse("2026-11-21T19:42:07.5Z"));
    }

    @Test
    void without_a_part_of_its_own_a_change_is_about_the_resource_or_its_second_endpoint() {
        DetectedChange failure = EventExamples.of(EventExamples.APIM, EventExamples.pollFailed(""));
        Target secrets = new Target("apim-keys", failure.target().id(), "/listsecrets");

        assertThat(Events.of(failure).getSubject()).isEqualTo("5931a75ae4bbd512");
        assertThat(Events.of(at(failure, secrets)).getSubject()).isEqualTo("listSecrets");
        assertThat(Events.of(at(failure, secrets)).getExtension("partitionkey"))
                .isEqualTo(failure.target().id().key());
        assertThat(Events.of(at(failure, secrets)).getId())
                .isNotEqualTo(Events.of(failure).getId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my group",
                "gruppe-ü(1)",
                "日本 \uD83D\uDE00",
                "50%20",
                "a[b]|\"c\"\\^`{}",
                "a'b;c=d,e@f!$",
                "e\u0301"
            })
    void a_source_is_a_legal_uri_reference_that_decodes_to_the_id(String group) {
        String id = EventExamples.MAPS.replace("rg1", group);
        CloudEvent event = Events.of(EventExamples.of(id, EventExamples.keyRotated()));

        assertThat(event.getSource().toString()).matches("[A-Za-z0-9/._~!$&'()*+,;=:@%-]+");
        assertThat(URLDecoder.decode(event.getSource().toString(), StandardCharsets.UTF_8))
                .isEqualTo(id.toLowerCase(Locale.ROOT));
        assertThat(event.getExtension("partitionkey")).isEqualTo(id.toLowerCase(Locale.ROOT));
    }

    @Test
    void a_space_in_an_id_is_percent_encoded_in_the_source_alone() throws IOException {
        String id = EventExamples.MAPS.replace("rg1", "my group");
        CloudEvent event = Events.of(EventExamples.of(id, EventExamples.keyRotated()));

        assertThat(event.getSource()).hasToString(id.toLowerCase(Locale.ROOT).replace(" ", "%20"));
        assertThat(EventSchemaTest.data(event).get("resourceId").textValue()).isEqualTo(id);
    }

    @Test
    void an_event_of_another_producer_has_no_topic() {
        CloudEvent other = CloudEventBuilder.v1(Events.of(ROTATION))
                .withType("com.example.other")
                .build();

        assertThatThrownBy(() -> Events.topic(other)).hasMessageContaining("com.example.other");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void structured_mode_keeps_everything(DetectedChange change) throws IOException {
        JsonFormat format = new JsonFormat();
        CloudEvent sent = Events.of(change);
        byte[] wire = format.serialize(sent);
        CloudEvent received = format.deserialize(wire);

        assertThat(format.serialize(Events.of(change))).isEqualTo(wire);
        assertThat(CloudEventBuilder.v1(received).withoutData().build())
                .isEqualTo(CloudEventBuilder.v1(sent).withoutData().build());
        assertThat(text(received)).isEqualTo(text(sent));
        assertThat(EventExamples.json(new String(wire, StandardCharsets.UTF_8)).get("data"))
                .isEqualTo(EventSchemaTest.data(sent));
    }

    private static DetectedChange at(DetectedChange change, Target target) {
        return new DetectedChange(
                target,
                change.incarnation(),
                change.revision(),
                change.observedAt(),
                change.previouslyObservedAt(),
                Labels.NONE,
                change.change());
    }

    private static String text(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }
}
