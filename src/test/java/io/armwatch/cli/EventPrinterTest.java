package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.event.EventLine;
import io.armwatch.event.EventType;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventPrinterTest {
    private static final String GROUP = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1";
    private static final String MAPS = GROUP + "/providers/Microsoft.Maps/accounts/myMapsAccount";

    private static CloudEvent event(EventType type) {
        return event(type, "{\"key\":\"yes\",\"tags\":{\"a\":null}}");
    }

    private static CloudEvent event(EventType type, String data) {
        return CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create(MAPS.toLowerCase(Locale.ROOT)))
                .withType(type.type())
                .withSubject("primary")
                .withTime(OffsetDateTime.parse("2026-11-20T07:08:09Z"))
                .withExtension("partitionkey", MAPS.toLowerCase(Locale.ROOT))
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String printed(OutputFormat format, OptionalInt width) {
        return printed(format, width, event(EventType.KEY_ROTATED));
    }

    private static String printed(OutputFormat format, OptionalInt width, CloudEvent event) {
        StringWriter text = new StringWriter();
        new EventPrinter(new PrintWriter(text), format, EventLine::dated, new Terminal(width), () -> {}).accept(event);
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"json", "yaml"})
    void an_event_of_someone_else_whose_data_is_not_json_is_left_out(OutputFormat format) {
        assertThat(printed(format, OptionalInt.empty(), event(EventType.KEY_ROTATED, "oops\n\u001b[2J")))
                .isEmpty();
    }

    @Test
    void a_line_has_a_date_and_is_cut_at_the_width_of_the_terminal() {
        assertThat(printed(OutputFormat.text, OptionalInt.of(40)))
                .matches("2026-11-\\d\\d \\d\\d:\\d\\d:09  key rotated {7}…\\R");
        assertThat(printed(OutputFormat.text, OptionalInt.empty())).contains("none -> none");
    }

    @Test
    void json_is_a_cloudevent_in_one_line_that_is_never_cut() {
        assertThat(printed(OutputFormat.json, OptionalInt.of(40)).lines())
                .singleElement()
                .asString()
                .startsWith("{\"specversion\":\"1.0\"")
                .endsWith("\"data\":{\"key\":\"yes\",\"tags\":{\"a\":null}}}");
    }

    @Test
    void yaml_is_a_cloudevent_in_a_document() {
        assertThat(printed(OutputFormat.yaml, OptionalInt.of(40)))
                .startsWith("---\nspecversion: '1.0'\n")
                .endsWith("data:\n  key: yes\n  tags:\n    a: null\n");
    }

    @Test
    void events_are_chosen_by_type() {
        EventFilter filter = new EventFilter(Set.of(EventType.KEY_ROTATED), Optional.empty(), false);

        assertThat(filter.test(event(EventType.KEY_ROTATED))).isTrue();
        assertThat(filter.test(event(EventType.POLL_FAILED))).isFalse();
    }

    @Test
    void the_end_of_a_scan_is_left_out_unless_it_is_asked_for() {
        CloudEvent scan = event(EventType.SCAN_COMPLETED);

        assertThat(EventFilter.CHANGES.test(scan)).isFalse();
        assertThat(new EventFilter(Set.of(), Optional.empty(), true).test(scan)).isTrue();
        assertThat(new EventFilter(Set.of(EventType.SCAN_COMPLETED), Optional.empty(), false).test(scan))
                .isTrue();
    }

    @Test
    void events_are_chosen_by_a_resource_or_what_is_above_it_in_any_casing() {
        for (String id : new String[] {MAPS, GROUP, MAPS.toUpperCase(Locale.ROOT)}) {
            assertThat(about(id)).as(id).isTrue();
        }
        assertThat(about(MAPS + "/creators/one")).isFalse();
        assertThat(about(MAPS.replace("Account", ""))).isFalse();
        assertThat(about(MAPS.substring(0, MAPS.length() - 1))).isFalse();
    }

    private static boolean about(String id) {
        return new EventFilter(Set.of(), Optional.of(ArmId.of(id)), false).test(event(EventType.KEY_ROTATED));
    }
}
