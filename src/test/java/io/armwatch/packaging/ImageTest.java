package io.armwatch.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Dockerfile copies is what Docker is given. */
class ImageTest {
    /** The folders and files that it copies from the checkout, not from another stage. */
    private static List<String> copied() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
            if (line.startsWith("COPY ") && !line.contains("--from=")) {
                List<String> words = Arrays.asList(line.split(" ", -1));
                sources.addAll(words.subList(1, words.size() - 1));
            }
        }
        return sources;
    }

    /** Whether Docker is given a file: the last pattern that matches it, or a folder above it, decides. */
    private static boolean isGiven(Path file) throws IOException {
        boolean given = true;
        for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
            String pattern = line.replaceFirst("^!", "").replaceFirst("/$", "");
            boolean matches = !line.startsWith("#")
                    && Stream.iterate(file, above -> above != null, Path::getParent)
                            .anyMatch(FileSystems.getDefault().getPathMatcher("glob:" + pattern)::matches);
            given = matches ? line.startsWith("!") : given;
        }
        return given;
    }

    private static List<Path> files(String source) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(source))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void docker_is_given_all_that_is_copied_and_no_files_of_other_platforms() throws IOException {
        assertThat(copied()).contains("config", "routes", "armwatch", "src/main", "pom.xml");
        for (String source : copied()) {
            for (Path file : files(source)) {
                boolean other = file.startsWith("config") && file.getNameCount() > 2;
                assertThat(isGiven(file)).as(file.toString()).isNotEqualTo(other);
            }
        }
    }

    @Test
    void docker_is_given_no_tests_and_documents() throws IOException {
        assertThat(isGiven(Path.of("docs/operations.md"))).isFalse();
        assertThat(isGiven(Path.of("src/test/java/io/armwatch/packaging/ImageTest.java")))
                .isFalse();
        assertThat(isGiven(Path.of("target/armwatch.jar"))).isFalse();
    }
}
