package io.armwatch.poll.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.Digest;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
    private static final ArmId ID = ArmId.of("/subscriptions/subid");

    private static ListPage page(String json) throws InvalidAnswerException {
        return page(json.getBytes(UTF_8));
    }

    private static ListPage page(byte[] body) throws InvalidAnswerException {
        return ListPage.of(body, new PreviousListing(), 1);
    }

    /** A list that showed this page last. */
    private static PreviousListing shown(String json) throws InvalidAnswerException {
        PreviousListing previous = new PreviousListing();
        for (ListPage.Item item : page(json).items()) {
            previous.markRead(1, previous.add(ID, item.digest(), item.length(), new AtomicInteger()));
        }
        return previous;
    }

    /** The whole content of a page, or that it is not one. */
    private static String read(byte[] body, PreviousListing before) {
        try {
            ListPage page = ListPage.of(body, before, 2);
            StringBuilder all = new StringBuilder(String.valueOf(page.isList()));
            for (ListPage.Item item : page.items()) {
                all.append(item.tree()).append(item.digest().shortHex());
            }
            return all.append(page.nextLink()).toString();
        } catch (InvalidAnswerException e) {
            return e.problem();
        }
    }

    private static List<String> items(ListPage page) throws InvalidAnswerException {
        List<String> items = new ArrayList<>();
        for (ListPage.Item item : page.items()) {
            items.add(item.tree().toString());
        }
        return items;
    }

    /** What a tree of the same page holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":[]}",
                "{\"value\":[{\"id\":\"a\"}]}",
                " {\r\n \"value\" : [ {\"id\" : \"a\" } , {\t\"id\":\"b\\\"]}\" , \"c\":[{}]}\n]\n, \"x\":{\"value\":[1]} } ",
                "{\"nextLink\":null,\"value\":[1,-2.50e3,\"text\",true,false,null,[],[[{}]],{}]}",
                "{\"value\":[ 12 ,3.0 , \"é€😀\" ,\"\\u00e9\", null ]}",
                "{\"a\":\"é€😀\",\"value\":[{\"name\":\"ü\"},7]}",
                "{\"value\":[1],\"value\":[2,{}]}",
                "{\"value\":[{\"id\":\"a\",\"id\":\"b\"}]}",
                "\uFEFF{\"value\":[{\"id\":\"a\"},2]}",
                "{\"value\":[{\"id\":\"a\"}]} and more",
                "{\"value\":[{\"id\":\"a\"}]}}"
            })
    void the_items_are_those_of_its_tree(String json) throws Exception {
        List<String> expected = new ArrayList<>();
        OfficialExample.JSON
                .readTree(json.getBytes(UTF_8))
                .path("value")
                .forEach(item -> expected.add(item.toString()));

        assertThat(page(json).isList()).isTrue();
        assertThat(items(page(json))).isEqualTo(expected);
    }

    @Test
    void an_item_s_digest_is_that_of_its_bytes_alone() throws Exception {
        List<ListPage.Item> items = page("{ \"value\" : [ {\"id\":\"ü\"} ,\n7 , 7, {\"id\":\"ü\" }] }")
                .items();

        assertThat(items.get(0).digest()).isEqualTo(Digest.of("{\"id\":\"ü\"}".getBytes(UTF_8)));
        assertThat(items.get(1).digest()).isEqualTo(Digest.of("7".getBytes(UTF_8)));
        assertThat(items.get(2).digest()).isEqualTo(items.get(1).digest());
        assertThat(items.get(3).digest()).isEqualTo(Digest.of("{\"id\":\"ü\" }".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void other_encodings_of_json_are_read_too(String charset) throws Exception {
        String json = "{\"nextLink\":\"x\",\"value\":[{\"name\":\"ü€\"},7]}";

        ListPage page = page(json.getBytes(Charset.forName(charset)));

        assertThat(items(page)).containsExactly("{\"name\":\"ü€\"}", "7");
        assertThat(page.nextLink()).contains("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"x\"",
                "[]",
                "[{\"value\":[]}]",
                "{}",
                "{\"value\":null}",
                "{\"value\":{}}",
                "{\"value\":\"x\"}",
                "{\"x\":{\"value\":[]}}",
                "{\"value\":[1],\"value\":null}"
            })
    void a_list_without_an_array_of_values_is_invalid(String json) throws Exception {
        assertThat(page(json).isList()).isFalse();
        assertThat(page(json).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{\"value\":[",
                "{\"value\":[{}",
                "{\"value\":[{}]",
                "{\"value\":[{}],",
                "{\"value\":[{},]}",
                "{\"value\":[{} {}]}",
                "{\"value\":[{\"a\":tru}]}",
                "{\"value\":[{\"a\":[}]]}",
                "{\"value\":[01]}",
                "{\"value\":[\"\u0001\"]}",
                "{\"value\":[NaN]}",
                "{value:[]}",
                "{\"value\":[]",
                "[1",
                "\"x",
                "{\"value\":[{\"a\":\"\\x\"}]}",
                "{\"value\":[7"
            })
    void an_answer_with_a_syntax_error_anywhere_is_not_json(String json) {
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> page(json))
                .withMessageContaining("the answer is not JSON");
    }

    @Test
    void bytes_that_are_not_text_are_not_json() {
        byte[] latin = "{\"value\":[{\"name\":\"ü\"}]}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> page(latin));
    }

    /** Jackson's own bound, lest a page take the stack. */
    @Test
    void what_nests_too_deep_is_not_json() {
        String deep = "{\"value\":[" + "[".repeat(2000) + "]".repeat(2000) + "]}";

        assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> page(deep));
    }

    @Test
    void an_item_may_nest_as_deep_whatever_was_shown_before() throws Exception {
        PreviousListing before = shown("{\"value\":[{\"id\":1},{\"id\":2}]}");
        for (int depth = 990; depth < 1010; depth++) {
            byte[] body =
                    ("{\"value\":[{\"id\":1},{\"id\":" + "[".repeat(depth) + "]".repeat(depth) + "}]}").getBytes(UTF_8);

            assertThat(read(body, before)).isEqualTo(read(body, new PreviousListing()));
        }
    }

    @Test
    void a_number_that_takes_too_long_to_read_is_not_json() {
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> page("{\"value\":[{\"a\":" + "9".repeat(2000) + "}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"nextLink\":\"a\",\"value\":[]}', a",
        "'{\"value\":[],\"nextLink\":\"a\"}', a",
        "'{\"value\":[],\"nextLink\":\"\"}', ''",
        "'{\"nextLink\":\"a\",\"value\":[{\"nextLink\":\"b\"}],\"x\":{\"nextLink\":\"c\"}}', a",
        "'{\"nextLink\":\"a\",\"nextLink\":\"b\"}', b",
        "'{\"nextLink\":7,\"nextLink\":\"b\"}', b"
    })
    void the_link_is_the_page_s_own(String json, String link) throws Exception {
        assertThat(page(json).nextLink()).contains(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"nextLink\":null}", "{\"nextLink\":7,\"nextLink\":null}", "[]"})
    void an_absent_link_ends_the_list(String json) throws Exception {
        assertThat(page(json).nextLink()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"nextLink\":7}", "{\"nextLink\":{}}", "{\"nextLink\":[\"a\"]}", "{\"nextLink\":false}"})
    void a_link_of_another_type_is_ignored(String json) {
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> page(json).nextLink())
                .withMessageContaining("its nextLink is not a string");
    }

    /** Whatever stands in it now, and whatever the list showed before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"nextLink\":\"x\"}",
                " {\"x\":[1] , \"nextLink\":\"x\",\"value\": [ {\"id\" : \"a\" } ,\t{\"id\":\"b\\\"]}\"}\r\n] } }",
                "\uFEFF{\"value\":[{\"id\":\"a\"},{\"id\":\"é€😀\"}]}"
            })
    void what_was_shown_before_makes_no_difference(String json) throws Exception {
        PreviousListing before = shown(json);
        byte[] body = json.getBytes(UTF_8);

        assertThat(read(body, before))
                .isEqualTo(read(body, new PreviousListing()))
                .startsWith("true");
        for (int at = 0; at < body.length; at++) {
            byte[] cut = Arrays.copyOf(body, at);
            assertThat(read(cut, before)).isEqualTo(read(cut, new PreviousListing()));
            for (String text : List.of(
                    "",
                    ",",
                    "]",
                    "}",
                    "{}",
                    "[",
                    "\"",
                    "7",
                    " ",
                    "{\"id\":\"b\"},",
                    ",\"value\":[]",
                    ".5",
                    "e5",
                    "\0",
                    "{\0}\0")) {
                for (int until : List.of(at, at + 1)) {
                    byte[] other = spliced(body, at, until, text);
                    assertThat(read(other, before))
                            .as(new String(other, UTF_8))
                            .isEqualTo(read(other, new PreviousListing()));
                }
            }
        }
    }

    private static byte[] spliced(byte[] body, int from, int to, String text) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(body, 0, from);
        spliced.writeBytes(text.getBytes(UTF_8));
        spliced.write(body, to, body.length - to);
        return spliced.toByteArray();
    }

    @Test
    void unchanged_items_are_recognised_in_the_same_and_in_another_place() throws Exception {
        PreviousListing before = shown("{\"value\":[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]}");

        ListPage page = ListPage.of(
                "{\"value\":[{\"id\":1},{\"id\":0},{\"id\":3},{\"id\":4},{\"id\":2}]}".getBytes(UTF_8), before, 2);

        assertThat(page.items())
                .extracting(item -> item.previous().isPresent())
                .containsExactly(true, false, true, true, true);
    }
}
