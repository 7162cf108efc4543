package io.armwatch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmErrorTest {
    private static ArmError of(String body) {
        return ArmError.of(body.getBytes(UTF_8));
    }

    private static ArmError without() {
        return new ArmError(true, Optional.empty(), Optional.empty());
    }

    @Test
    void arm_s_code_and_message_are_read() {
        assertThat(of("""
                {"error":{"code":"AuthorizationFailed","message":"The client 'x' has no right.","target":"t",
                "details":[{"code":"Inner","message":"m"}],"additionalInfo":[]}}"""))
                .isEqualTo(new ArmError(
                        true, Optional.of("AuthorizationFailed"), Optional.of("The client 'x' has no right.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{}}",
                "{\"error\":{\"code\":null,\"message\":null}}",
                "{\"error\":{\"code\":5,\"message\":[\"a\"]}}",
                "{\"error\":{\"code\":\"\",\"message\":\" \\n \"}}"
            })
    void any_field_may_be_missing(String body) {
        assertThat(of(body)).isEqualTo(without());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"error\":\"invalid_token\"}",
                "{\"error\":null}",
                "{\"error\":{",
                "<html><body>502 Bad Gateway</body></html>",
                "\u0000\u0001",
                "no"
            })
    void an_answer_without_arm_s_shape_is_not_from_arm(String body) {
        assertThat(of(body)).isEqualTo(new ArmError(false, Optional.empty(), Optional.empty()));
    }

    @Test
    void bytes_that_are_not_text_are_not_from_arm() {
        assertThat(ArmError.of(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}).fromArm())
                .isFalse();
    }

    @Test
    void an_endlessly_nested_answer_is_not_from_arm() {
        assertThat(of("{\"error\":".repeat(100_000)).fromArm()).isFalse();
    }

    @Test
    void a_huge_message_is_cut() {
        ArmError error = of("{\"error\":{\"message\":\"" + "m".repeat(5_000_000) + "\"}}");

        assertThat(error.message().orElseThrow()).hasSize(500).endsWith("m…");
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "501, 500"})
    void a_text_has_500_characters_at_most(int length, int shown) {
        assertThat(ArmError.presentable("t".repeat(length))).hasSize(shown);
    }

    @Test
    void no_character_is_cut_in_half() {
        String shown = ArmError.presentable("t".repeat(498) + "🔑🔑");

        assertThat(shown).isEqualTo("t".repeat(498) + "…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a\r\n\tb'               | a b",
                "'\u001b[31mred\u001b[0m' | '[31mred [0m'",
                "'\u009b2Jcleared'        | 2Jcleared",
                "'a\u202eb\u2066c\u200fd' | a b c d",
                "'a\u2028b\u2029c'        | a b c",
                "'a\u0000\u007fb'         | a b",
                "'a\ud800b'               | a b",
                "'Größe 東京 🔑'            | Größe 東京 🔑"
            })
    void control_characters_in_a_text_do_not_reach_the_terminal(String text, String shown) {
        assertThat(ArmError.presentable(text)).isEqualTo(shown);
    }
}
