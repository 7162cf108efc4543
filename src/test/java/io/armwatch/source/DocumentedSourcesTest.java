package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table of sources. */
class DocumentedSourcesTest {
    static List<Source> sources() {
        return Sources.scheduled();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void the_readme_names_each_source_with_its_api_versions_and_schedule(Source source) throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .filteredOn(
                        line -> line.startsWith("| `") && line.split("\\|", -1)[1].contains("`" + source.name() + "`"))
                .as("rows of %s in the README", source.name())
                .singleElement()
                .asString()
                .contains("| " + String.join(", ", source.apiVersions()) + " |")
                .endsWith("| every " + minutes(source.schedule()) + " min |");
    }

    private static String minutes(String cron) {
        return cron.equals("0 * * * * ?") ? "1" : cron.replace("0 0/", "").replace(" * * * ?", "");
    }
}
