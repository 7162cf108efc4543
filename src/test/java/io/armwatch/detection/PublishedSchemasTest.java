package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.ACCOUNT;
import static io.armwatch.detection.DetectionExamples.BATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedSchemasTest {
    private static final CloudEvent EVENT = CloudEventBuilder.v1()
            .withId("1")
            .withSource(URI.create("/subscriptions/s"))
            .withType("io.armwatch.key.rotated.v1")
            .withData("application/json", URI.create("urn:armwatch:event:key.rotated:v1"), new byte[0])
            .build();

    @Test
    void dataschema_is_the_url_of_the_file_below_the_url_in_the_settings() {
        assertThat(dataSchema(Optional.of(URI.create("https://example.com/schemas/"))))
                .isEqualTo("https://example.com/schemas/io.armwatch.key.rotated.v1.json");
    }

    @Test
    void without_the_setting_dataschema_is_the_id_of_the_schema() {
        assertThat(dataSchema(Optional.empty())).isEqualTo("urn:armwatch:event:key.rotated:v1");
    }

    @Test
    void every_event_of_the_topology_names_that_url_in_both_content_modes() throws Exception {
        URI url = URI.create("https://example.com/");
        String schema = "https://example.com/io.armwatch.resource.discovered.v1.json";
        try (TopologyFixture structured = TopologyFixture.withSchemas(false, url);
                TopologyFixture binary = TopologyFixture.withSchemas(true, url)) {
            structured.send(structured.seen(BATCH, ACCOUNT));
            binary.send(binary.seen(BATCH, ACCOUNT));

            assertThat(structured.events())
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.json().get("dataschema").textValue())
                                    .isEqualTo(schema));
            assertThat(binary.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.headers()).containsEntry("ce_dataschema", schema));
        }
    }

    private static String dataSchema(Optional<URI> base) {
        var serializer = new PublishedSchemas(
                (topic, event) -> String.valueOf(event.getDataSchema()).getBytes(UTF_8), base);
        return new String(serializer.serialize("topic", EVENT), UTF_8);
    }
}
