package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
    @ParameterizedTest
    @CsvSource({
        "2017-06-02T17:59:06Z, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:06.2Z, 2017-06-02T17:59:06.2Z",
        "2017-06-02T17:59:06.22Z, 2017-06-02T17:59:06.22Z",
        "2017-06-02T17:59:06.223Z, 2017-06-02T17:59:06.223Z",
        "2017-06-02T17:59:06.2230Z, 2017-06-02T17:59:06.223Z",
        "2017-06-02T17:59:06.22301Z, 2017-06-02T17:59:06.22301Z",
        "2017-06-02T17:59:06.223000Z, 2017-06-02T17:59:06.223Z",
        "2017-06-02T17:59:06.2230001Z, 2017-06-02T17:59:06.2230001Z",
        "2017-06-02T17:59:06.0000000Z, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:00.0000000Z, 2017-06-02T17:59:00Z",
        "2017-06-02T19:59:06+02:00, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:06.5, 2017-06-02T17:59:06.5Z",
        "2017-06-02T17:59:06, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:06+00:00, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:06+0000, 2017-06-02T17:59:06Z",
        "2017-06-02T17:59:06.2230000+0000, 2017-06-02T17:59:06.223Z",
        "2017-06-02T19:59:06+0200, 2017-06-02T17:59:06Z",
        "2017-06-02T19:59:06+02, 2017-06-02T17:59:06Z",
        "0001-01-01T00:00:00, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z, 9999-12-31T23:59:59.9999999Z"
    })
    void a_time_has_one_form_however_azure_writes_it(String written, String form) {
        assertThat(new Timestamp(written).text()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2017-06-02T17:59:06Z",
                "2017-06-02T17:59:06.1Z",
                "2017-06-02T17:59:06.123456789Z",
                "2017-06-02T17:59:06.120Z",
                "0000-02-29T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void a_plain_time_is_what_a_formatter_reads(String text) {
        assertThat(Timestamp.plain(text)).contains(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2017-06-02T17:59Z",
                "2017-06-02T17:59:06",
                "2017-06-02T17:59:06.Z",
                "2017-06-02T17:59:06,1Z",
                "2017-06-02 17:59:06Z",
                "2017-06-02T17:59:06.1234567890Z",
                "2017-06-02T17:59:6ZZ",
                "2017-06-31T17:59:06Z",
                "2017-06-02T24:00:00Z",
                "2017-06-02T17:59:60Z",
                "+017-06-02T17:59:06Z",
                "\uff12017-06-02T17:59:06Z"
            })
    void any_other_text_is_no_plain_time(String text) {
        assertThat(Timestamp.plain(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never", "2017-06-02", "Fri, 02 Jun 2017 17:59:06 GMT", "2017-13-01T00:00:00Z"})
    void a_text_that_is_not_a_time_is_kept(String text) {
        assertThat(new Timestamp(text).text()).isEqualTo(text);
        assertThat(new Timestamp(text).instant()).isEmpty();
    }

    @Test
    void a_time_is_later_than_one_before_it_only() {
        Timestamp early = new Timestamp("2017-06-02T17:59:06.1Z");
        Timestamp late = new Timestamp("2017-06-02T17:59:06.12Z");

        assertThat(late.isAfter(early)).isTrue();
        assertThat(early.isAfter(late)).isFalse();
        assertThat(early.isAfter(early)).isFalse();
        assertThat(late.isAfter(new Timestamp("never"))).isFalse();
        assertThat(new Timestamp("never").isAfter(late)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00",
                "0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00.0000000+00:00",
                "0001-01-01T00:00:00+0000",
                "1601-01-01T00:00:00Z",
                "1753-01-01T00:00:00Z",
                "1900-01-01T00:00:00",
                "1970-01-01T00:00:00+00:00",
                "9999-12-31T23:59:59.9999999Z",
                "+10000-01-01T00:00:00Z"
            })
    void what_azure_writes_where_no_time_is_set_is_no_time(String written) {
        Timestamp unset = new Timestamp(written);

        assertThat(Timestamp.isUnset(written)).isTrue();
        assertThat(unset.instant()).isEmpty();
        assertThat(unset.isAfter(new Timestamp("2017-06-02T17:59:06Z"))).isFalse();
        assertThat(new Timestamp("2017-06-02T17:59:06Z").isAfter(unset)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2017-06-02T17:59:06Z", "1970-01-01T00:00:01Z", "9999-12-30T23:59:59Z", "1-2-3-4-5", "never"
            })
    void other_texts_are_no_unset_times(String written) {
        assertThat(Timestamp.isUnset(written)).isFalse();
    }

    @Test
    void an_instant_has_the_same_form() {
        assertThat(Timestamp.of(Instant.parse("2017-06-02T17:59:06.2230000Z")))
                .isEqualTo(new Timestamp("2017-06-02T17:59:06.223Z"));
    }

    @Test
    void a_time_is_a_text_in_json() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Timestamp time = new Timestamp("2017-06-02T17:59:06.223Z");

        assertThat(json.writeValueAsString(time)).isEqualTo("\"2017-06-02T17:59:06.223Z\"");
        assertThat(json.readValue("\"2017-06-02T17:59:06.2230000Z\"", Timestamp.class))
                .isEqualTo(time);
    }
}
