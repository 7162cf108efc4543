package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    private static List<String> paths(String before, String after) throws Exception {
        return Differences.between(json(before), json(after)).stream()
                .map(Difference::path)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}                             | {\"a\":null}",
                "{}                             | {\"a\":{}}",
                "{\"a\":{\"b\":null}}           | {}",
                "{\"a\":\"/subscriptions/A/x\"} | {\"a\":\"/Subscriptions/a/X\"}",
                "{\"a\":[\"/subscriptions/A\"]} | {\"a\":[\"/subscriptions/a\"]}",
                "{\"a\":[{\"b\":1,\"c\":null}]} | {\"a\":[{\"b\":1}]}",
                "{\"a\":\"0001-01-01T00:00:00\"} | {}",
                "{\"a\":\"0001-01-01T00:00:00\"} | {\"a\":\"1601-01-01T00:00:00Z\"}",
                "{\"a\":1}                      | {\"a\":1.0}",
                "{\"a\":1,\"b\":2}              | {\"b\":2,\"a\":1}"
            })
    void the_same_state_can_be_written_otherwise(String before, String after) throws Exception {
        assertThat(paths(before, after)).isEmpty();
        assertThat(paths(after, before)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":\"x\"}       | {\"a\":\"X\"}",
                "{\"a\":\"\"}        | {}",
                "{\"a\":[]}          | {}",
                "{\"a\":1}           | {\"a\":\"1\"}",
                "{\"a\":false}       | {}",
                "{\"a\":[1,2]}       | {\"a\":[2,1]}",
                "{\"a\":[1]}         | {\"a\":[1,1]}",
                "{\"a\":{\"b\":1}}   | {\"a\":[1]}",
                "{\"a\":\"/subscriptions/a\"} | {\"a\":\"/subscriptions/b\"}"
            })
    void another_value_is_a_difference(String before, String after) throws Exception {
        assertThat(paths(before, after)).containsExactly("/a");
        assertThat(paths(after, before)).containsExactly("/a");
    }

    @Test
    void differences_are_in_the_order_of_their_paths() throws Exception {
        assertThat(paths("{\"b\":1,\"a\":{\"d\":1,\"c\":1},\"e\":1}", "{\"a\":{\"c\":2,\"d\":2},\"e\":1,\"b\":2}"))
                .containsExactly("/a/c", "/a/d", "/b");
    }

    @Test
    void a_new_object_is_reported_by_its_properties() throws Exception {
        assertThat(Differences.between(json("{}"), json("{\"a\":{\"b\":{\"c\":1},\"d\":\"x\"}}")))
                .containsExactly(
                        new Difference("/a/b/c", json("null"), json("1")),
                        new Difference("/a/d", json("null"), json("\"x\"")));
    }

    @Test
    void a_path_is_a_json_pointer_to_the_value() throws Exception {
        JsonNode after = json("{\"tags\":{\"a/b~c\":1}}");

        Difference difference = Differences.between(json("{}"), after).get(0);

        assertThat(difference.path()).isEqualTo("/tags/a~1b~0c");
        assertThat(after.at(difference.path())).isEqualTo(difference.after());
    }

    @Test
    void a_number_is_compared_by_value_however_it_was_read() {
        ObjectNode asInt = JsonNodeFactory.instance.objectNode().set("a", IntNode.valueOf(20));
        ObjectNode asLong = JsonNodeFactory.instance.objectNode().set("a", LongNode.valueOf(20));

        assertThat(Differences.between(asInt, asLong)).isEmpty();
    }
}
