package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.event.SchemaChecks;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.trace.Tracing;
import io.armwatch.trace.otlp.OtlpTracing;
import java.net.URI;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of a trace on observations, and what events make of it. */
class TracedEventsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final PolledResource MAPS = PolledResource.of(
            "maps-keys",
            "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/g/providers/Microsoft.Maps/accounts/a");

    private static TopologyFixture.OutputRecord discovered(Tracing tracing, boolean binary, String traceparent)
            throws Exception {
        try (TopologyFixture topology = TopologyFixture.traced(tracing, binary)) {
            Observation seen = topology.seen(MAPS, OfficialExample.body("maps-keys/maps-account-list-keys.json"));
            topology.send(
                    seen.target().key(),
                    Json.write(seen),
                    new RecordHeaders().add("traceparent", traceparent.getBytes(UTF_8)));
            return topology.events().get(0);
        }
    }

    /** Exports to nobody. */
    private static Tracing tracing() {
        return OtlpTracing.of(
                new Settings.Tracing(URI.create("http://127.0.0.1:1"), 1), URI.create("https://arm"), "test", "test");
    }

    @Test
    void an_event_names_the_trace_of_its_observation_and_is_the_same_otherwise() throws Exception {
        try (Tracing tracing = tracing()) {
            var traced = discovered(tracing, false, TRACEPARENT).json();
            var untraced = discovered(Tracing.OFF, false, TRACEPARENT).json();

            assertThat(traced.path("traceparent").asText())
                    .startsWith("00-" + TRACE + "-")
                    .isNotEqualTo(TRACEPARENT);
            assertThat(SchemaChecks.problems("io.armwatch.envelope.v1.json", traced))
                    .isEmpty();
            assertThat(untraced.has("traceparent")).isFalse();
            ((ObjectNode) traced).remove("traceparent");
            assertThat(traced).isEqualTo(untraced);
        }
    }

    @Test
    void in_the_binary_mode_the_trace_is_a_header() throws Exception {
        try (Tracing tracing = tracing()) {
            assertThat(discovered(tracing, true, TRACEPARENT).headers())
                    .hasEntrySatisfying(
                            "ce_traceparent", value -> assertThat(value).startsWith("00-" + TRACE + "-"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
            })
    void an_invalid_header_is_no_trace(String traceparent) throws Exception {
        try (Tracing tracing = tracing()) {
            assertThat(discovered(tracing, false, traceparent).json().has("traceparent"))
                    .isFalse();
        }
    }
}
