package io.armwatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion of commands and options, in a real bash. */
class CompletionTest {
    private final Path script;

    CompletionTest(@TempDir Path folder) throws IOException {
        StringWriter out = new StringWriter();
        int status = Armwatch.commandLine().setOut(new PrintWriter(out)).execute("completion");
        assertThat(status).isZero();
        script = Files.writeString(folder.resolve("armwatch.bash"), out.toString());
    }

    /** What bash offers for a line that ends with an unfinished word. Outside a terminal, bash's compopt complains. */
    private String offered(String... words) throws IOException, InterruptedException {
        String line = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_armwatch 2>/dev/null; echo \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.strip();
    }

    @Test
    void it_offers_every_command() throws IOException, InterruptedException {
        assertThat(offered("armwatch", "''").split("\\s+"))
                .containsAll(Armwatch.commandLine().getSubcommands().keySet());
    }

    @Test
    void it_completes_a_command_and_its_options() throws IOException, InterruptedException {
        assertThat(offered("armwatch", "che")).isEqualTo("check");
        assertThat(offered("armwatch", "events", "--unt")).isEqualTo("--until-end");
    }
}
