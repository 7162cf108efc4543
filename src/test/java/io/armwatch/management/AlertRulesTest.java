package io.armwatch.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules and what comes with them. {@code MetricsIT} holds that their metrics exist. */
final class AlertRulesTest {
    private static final Path RULES = Path.of("config/prometheus/armwatch.rules.yml");
    private static final Path PROMETHEUS = Path.of("config/prometheus/prometheus.yml");
    private static final Path TESTS = Path.of("src/test/resources/prometheus/armwatch.rules.test.yml");
    private static final String RUNBOOK = "docs/operations.md";
    private static final Pattern HEADING = Pattern.compile("(?m)^### (Armwatch\\w+)\\n\\n(\\w+)\\. ");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private record Alert(String name, JsonNode rule) {
        String annotation(String key) {
            return rule.path("annotations").path(key).asText();
        }

        String severity() {
            return rule.at("/labels/severity").asText();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
            group.path("rules")
                    .forEach(rule -> alerts.add(new Alert(rule.path("alert").asText(), rule)));
        }
        return alerts;
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_how_bad_it_is_what_is_wrong_and_where_to_read_on(Alert alert) {
        assertThat(alert.severity()).isIn("critical", "warning");
        assertThat(alert.annotation("summary")).isNotBlank().doesNotEndWith(".");
        assertThat(alert.annotation("description")).isNotBlank().endsWith(".");
        assertThat(alert.annotation("runbook"))
                .isEqualTo(RUNBOOK + "#" + alert.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void operations_md_has_a_section_for_each_alert_with_its_severity() throws IOException {
        List<String> sections = HEADING.matcher(Files.readString(Path.of(RUNBOOK)))
                .results()
                .map(each -> each.group(1) + " " + each.group(2).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(sections)
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> alert.name() + " " + alert.severity())
                        .toList());
    }

    @Test
    void a_source_that_has_not_completed_a_scan_is_alerted() throws IOException {
        assertThat(alerts())
                .filteredOn(alert ->
                        alert.rule().path("expr").asText().contains("armwatch_scan_last_complete_timestamp_seconds"))
                .extracting(Alert::severity)
                .contains("critical", "warning");
    }

    @Test
    void prometheus_scrapes_armwatch_under_the_name_that_the_rules_use() throws IOException {
        JsonNode config = YAML.readTree(PROMETHEUS.toFile());

        assertThat(config.at("/rule_files/0").asText())
                .isEqualTo(RULES.getFileName().toString());
        assertThat(config.at("/scrape_configs/0/job_name").asText()).isEqualTo("armwatch");
        assertThat(config.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/observe/metrics");
        assertThat(Files.readString(RULES)).contains("up{job=\"armwatch\"}");
    }

    @Test
    void promtool_accepts_the_rules_and_their_tests_pass() throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "promtool is not installed (Debian: prometheus)");

        assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
        assertThat(promtool("check", "config", "--syntax-only", PROMETHEUS.toString()))
                .contains("SUCCESS");
        assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
