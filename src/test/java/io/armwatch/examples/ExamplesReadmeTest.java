package io.armwatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list in {@code examples/README.md}. */
class ExamplesReadmeTest {
    private static final Path README = JavaExamples.FOLDER.resolve("README.md");

    @Test
    void each_example_is_named_and_linked() throws IOException {
        List<String> linked = matches("\\]\\(([^)#.][^)]*)\\)");
        try (Stream<Path> files = Files.walk(JavaExamples.FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> JavaExamples.FOLDER.relativize(file).toString())
                            .filter(file -> !file.equals("README.md") && !isInstalledByNpm(file)))
                    .containsExactlyInAnyOrderElementsOf(linked);
        }
    }

    @Test
    void the_kamelet_component_has_the_version_of_armwatch_s_camel() throws IOException {
        assertThat(matches("org\\.apache\\.camel:camel-kamelet:(\\S+)"))
                .singleElement()
                .satisfies(version -> assertThat(JavaExamples.LIBRARIES).contains("camel-kamelet-" + version + ".jar"));
    }

    private static boolean isInstalledByNpm(String file) {
        return file.startsWith("node/node_modules/") || file.equals("node/package-lock.json");
    }

    private static List<String> matches(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(README))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
