package io.armwatch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    private final Folder folder;

    EnvironmentTest(@TempDir Path path) throws IOException {
        folder = new Folder(path);
    }

    /** Only a process of its own can have another environment. */
    private List<String> inChild(Map<String, String> environment) throws Exception {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EnvironmentProbe.class.getName(),
                folder.path().toString());
        child.environment().keySet().removeIf(name -> name.startsWith("ARMWATCH"));
        child.environment().putAll(environment);
        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return printed.lines().toList();
    }

    @Test
    void the_environment_stands_above_the_file() throws Exception {
        folder.settings("armwatch.azure.endpoint=https://file.example", "armwatch.http.port=1");

        assertThat(inChild(Map.of(
                        "ARMWATCH_AZURE_ENDPOINT", "https://environment.example",
                        "ARMWATCH_KAFKA_EXACTLY_ONCE", "false",
                        "ARMWATCH_SCHEDULE_BATCH_ACCOUNT", "0/7 * * * * ?")))
                .containsExactly("https://environment.example", "false", "0/7 * * * * ?", "1");
    }

    @Test
    void a_malformed_value_of_the_environment_is_told_by_its_variable() throws Exception {
        folder.settings("armwatch.http.port=1");

        assertThat(inChild(Map.of("ARMWATCH_HTTP_PORT", "x")))
                .containsExactly("ARMWATCH_HTTP_PORT (environment): 'x' cannot be used; expected a whole number from 0"
                        + " to 65535, for example 9876");
    }
}
