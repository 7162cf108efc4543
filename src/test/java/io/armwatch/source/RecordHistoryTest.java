package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordHistoryTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        a property that is kept from version 2 on    ; /a 2       ; {"b":1}             ; {"a":2,"b":3}             ; {"a":2,"b":1}
        a property that is not in the present state  ; /a 2       ; {"b":1}             ; {"b":3}                   ; {"b":1}
        a property in an object                      ; /o/a 2     ; {"o":{"b":1}}       ; {"o":{"a":2,"b":3}}       ; {"o":{"b":1,"a":2}}
        a property in an object that was absent      ; /o/a 2     ; {"b":1}             ; {"b":1,"o":{"a":2}}       ; {"b":1,"o":{"a":2}}
        a property in an object that is absent       ; /o/a 2     ; {"b":1}             ; {"b":1}                   ; {"b":1}
        a property in the elements of a list         ; /l/*/a 2   ; {"l":[{"b":1}]}     ; {"l":[{"a":2,"b":3}]}     ; {"l":[{"b":1,"a":2}]}
        a list of another length is a change         ; /l/*/a 2   ; {"l":[{"b":1}]}     ; {"l":[]}                  ; {"l":[{"b":1}]}
        a list                                       ; /l 2       ; {"b":1}             ; {"b":1,"l":[{"a":2}]}     ; {"b":1,"l":[{"a":2}]}
        a property that is no longer kept            ; /a 1-1     ; {"a":1,"b":1}       ; {"b":1}                   ; {"b":1}
        one that the elements no longer keep         ; /l/*/a 1-1 ; {"l":[{"a":1},{}]}  ; {"l":[]}                  ; {"l":[{},{}]}
        a property of version 1                      ; /a         ; {"a":1}             ; {"a":2}                   ; {"a":1}
        """)
    void a_state_of_version_1_takes_the_form_of_version_2(
            String name, String line, String before, String after, String expected) throws Exception {
        RecordHistory history = RecordHistory.of("/x 2\n" + line);

        assertThat(history.inPresentRecord(json(before), 1, json(after))).isEqualTo(json(expected));
    }

    @Test
    void a_property_that_the_older_record_kept_stays_a_difference() throws Exception {
        RecordHistory history = RecordHistory.of("/a 2\n/b 3");

        assertThat(history.inPresentRecord(json("{\"a\":1}"), 2, json("{\"a\":2,\"b\":2}")))
                .isEqualTo(json("{\"a\":1,\"b\":2}"));
    }

    @Test
    void of_a_newer_record_only_the_properties_of_the_present_state_remain() throws Exception {
        RecordHistory history = RecordHistory.of("/a");

        assertThat(history.inPresentRecord(
                        json("{\"a\":1,\"x\":2,\"o\":{\"b\":1,\"x\":2},\"l\":[{\"x\":2}]}"),
                        2,
                        json("{\"a\":3,\"o\":{\"b\":1},\"l\":[{}]}")))
                .isEqualTo(json("{\"a\":1,\"o\":{\"b\":1},\"l\":[{}]}"));
    }

    @Test
    void a_property_that_is_kept_again_is_taken_over() throws Exception {
        RecordHistory history = RecordHistory.of("/a 4\n/a 1-2");

        assertThat(history.inPresentRecord(json("{}"), 3, json("{\"a\":1}"))).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void the_version_is_that_of_the_last_change() {
        assertThat(RecordHistory.of("/a\n/b").version()).isEqualTo(1);
        assertThat(RecordHistory.of("/a\n/b 3\n/c 2").version()).isEqualTo(3);
        assertThat(RecordHistory.of("/a 1-3\n/b 2").version()).isEqualTo(4);
    }

    @Test
    void a_line_that_is_no_pointer_is_refused_with_an_example() {
        assertThatThrownBy(() -> RecordHistory.of("tags"))
                .hasMessageContaining("tags")
                .hasMessageContaining("/tags 2");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new JsonMapper().readTree(text);
    }
}
