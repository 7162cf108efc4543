package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final String LINE = "0123456789012345678901234567890";

    @Test
    void a_line_is_cut_at_the_width_that_the_terminal_has() {
        Terminal terminal = Terminal.of(true, null, () -> 25);

        assertThat(terminal.cut(LINE)).isEqualTo("012345678901234567890123…");
        assertThat(terminal.cut(LINE.substring(0, 25))).isEqualTo(LINE.substring(0, 25));
    }

    @Test
    void the_variable_columns_goes_before_what_the_terminal_says() {
        assertThat(Terminal.of(true, "40", () -> 25).width()).hasValue(40);
        assertThat(Terminal.of(true, "wide", () -> 25).width()).hasValue(25);
    }

    @Test
    void output_to_a_file_or_a_pipe_is_not_cut() {
        Terminal pipe = Terminal.of(false, "25", () -> 25);

        assertThat(pipe.cut(LINE)).isEqualTo(LINE);
    }

    @Test
    void a_width_that_no_terminal_has_cuts_nothing() {
        assertThat(Terminal.of(true, "1", () -> 25)).isEqualTo(new Terminal(OptionalInt.empty()));
    }

    @Test
    void a_letter_that_takes_two_chars_is_not_cut_in_half() {
        String letter = "\ud83d\ude00";

        assertThat(Terminal.of(true, null, () -> 20).cut(letter.repeat(21))).isEqualTo(letter.repeat(19) + "…");
    }
}
