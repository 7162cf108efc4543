package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EventOptionsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

    private final EventOptions.Since since = new EventOptions.Since(NOON);

    @ParameterizedTest
    @CsvSource({
        "45s, 2026-11-27T11:59:15Z",
        "30m, 2026-11-27T11:30:00Z",
        "1h, 2026-11-27T11:00:00Z",
        "7d, 2026-11-20T12:00:00Z",
        "1d12h, 2026-11-26T00:00:00Z",
        "2026-11-27T08:00:00Z, 2026-11-27T08:00:00Z",
        "2026-11-27T08:00:00+01:00, 2026-11-27T07:00:00Z"
    })
    void since_is_a_time_or_a_duration_that_leads_back_from_now(String text, Instant expected) {
        assertThat(since.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1", "1w", "h", "2026-11-27", "999999999d"})
    void a_text_that_is_neither_says_what_is_expected(String text) {
        assertThatThrownBy(() -> since.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text
                        + "' is neither a time such as 2026-11-27T08:00:00Z nor a duration such as 30m, 1h" + " or 7d");
    }

    @Test
    void a_time_in_the_future_is_refused() {
        assertThatThrownBy(() -> since.convert("2027-01-01T00:00:00Z"))
                .hasMessage("'2027-01-01T00:00:00Z' is in the future");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.rotated", "io.armwatch.key.rotated.v1"})
    void a_type_has_a_short_and_a_whole_name(String name) throws Exception {
        assertThat(new EventOptions.Type().convert(name)).isEqualTo(EventType.KEY_ROTATED);
    }

    @Test
    void a_misspelt_type_is_corrected_and_an_unknown_one_answered_with_all_types() {
        assertThatThrownBy(() -> new EventOptions.Type().convert("key.rotatet"))
                .hasMessage("'key.rotatet' is no event type; did you mean key.rotated?");
        assertThatThrownBy(() -> new EventOptions.Type().convert("x"))
                .hasMessageStartingWith("'x' is no event type; expected one of azure-subscription.state-changed, ")
                .hasMessageContaining("subscription.state-changed");
    }

    @Test
    void a_resource_is_an_arm_id() throws Exception {
        String id = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

        assertThat(new EventOptions.Id().convert(id + "/").text()).isEqualTo(id);
        assertThatThrownBy(() -> new EventOptions.Id().convert("maps"))
                .hasMessageStartingWith("'maps' is not an ARM id; expected /subscriptions/");
    }
}
