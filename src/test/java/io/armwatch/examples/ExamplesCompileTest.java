package io.armwatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesCompileTest {
    @Test
    void the_java_examples_compile_without_a_warning_and_without_armwatch(@TempDir Path classes) {
        assertThat(JavaExamples.compile(classes)).isEmpty();
    }
}
