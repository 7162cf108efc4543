package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.armwatch.change.Reason;
import io.armwatch.event.EventType;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics of an armwatch that polls every source, and everything that names them. */
final class MetricsIT {
    private static final Pattern METRIC = Pattern.compile("\\b(armwatch|jvm|process|system)_[a-z0-9_]+\\b");
    private static final Pattern DOCUMENTED = Pattern.compile("`(armwatch_[a-z0-9_]+)[`{]");
    private static final Pattern PART = Pattern.compile("_(bucket|sum|count|max)$");
    private static final String DISCOVERED = label("type", EventType.RESOURCE_DISCOVERED.type());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static SimulatedAzure azure = SimulatedAzure.withAllSources(SimulatorOptions.builder());
    private static ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(TestResources.SUBSCRIPTION))
            .withAllSources()
            .with("armwatch.signals", "true")
            .withOutlet("log", """
                    - route:
                        id: outlet-log
                        from:
                          uri: events:log
                          steps:
                            - log: "${header.CamelCloudEventType}"
                    """);
    private static Scrape scrape = new Scrape("");

    @BeforeAll
    static void run() {
        armwatch.start();
        Awaitility.await("a complete scan of each source").until(() -> {
            scrape = Scrape.of(armwatch);
            return scrape.values("armwatch_scan_last_complete_timestamp_seconds")
                            .size()
                    == sources().size();
        });
        armwatch.processedEvents();
        System.gc(); // Micrometer shows pauses after the first one
        Awaitility.await("the commit of what was found").until(() -> {
            scrape = Scrape.of(armwatch);
            return sum("armwatch_resources_known") == sum("armwatch_events_total", DISCOVERED)
                    && scrape.series().contains("jvm_gc_pause_seconds_sum");
        });
    }

    @AfterAll
    static void stop() {
        armwatch.close();
        azure.close();
    }

    private static List<String> sources() {
        return Sources.scheduled().stream().map(Source::name).toList();
    }

    @Test
    void every_metric_has_a_description() {
        assertThat(scrape.described()).containsAll(scrape.types().keySet());
    }

    @Test
    void names_and_units_are_those_of_prometheus() {
        scrape.types().forEach((name, type) -> {
            if (name.startsWith("armwatch_")) {
                assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                assertThat(name).matches("[a-z0-9_]+").doesNotContain("milli", "minutes");
            }
            if (type.equals("histogram")) {
                assertThat(name).endsWith("_seconds");
            }
        });
    }

    @Test
    void every_outcome_of_a_poll_and_every_event_type_is_counted_from_the_start() {
        List<String> outcomes = Stream.concat(
                        Stream.of("unchanged", "changed", "elsewhere", "unexpected"),
                        Stream.of(Reason.values()).map(Reason::text))
                .toList();
        for (String source : sources()) {
            for (String outcome : outcomes) {
                assertThat(scrape.values("armwatch_polls_total", label("source", source), label("outcome", outcome)))
                        .as("%s %s", source, outcome)
                        .hasSize(1);
            }
            for (String counter : List.of(
                    "armwatch_scans_skipped_total",
                    "armwatch_scans_incomplete_total",
                    "armwatch_polls_throttled_total",
                    "armwatch_budget_wait_seconds_total")) {
                assertThat(scrape.values(counter, label("source", source))).hasSize(1);
            }
        }
        for (EventType type : EventType.values()) {
            assertThat(scrape.values("armwatch_events_total", label("type", type.type())))
                    .hasSize(1);
            assertThat(scrape.values("armwatch_changes_total", label("type", type.type())))
                    .hasSize(1);
        }
    }

    private static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    @Test
    void what_was_polled_found_and_published_is_counted() {
        for (String source : sources()) {
            assertThat(scrape.values("armwatch_resources_known", label("source", source)))
                    .singleElement()
                    .matches(known -> known > 0, source + " knows resources");
            assertThat(scrape.values("armwatch_schedule_period_seconds", label("source", source)))
                    .containsExactly(1.0);
            assertThat(scrape.values("armwatch_scans_overdue", label("source", source)))
                    .containsExactly(0.0);
        }
        double discovered = sum("armwatch_events_total", DISCOVERED);
        assertThat(sum("armwatch_changes_total", DISCOVERED)).isEqualTo(discovered);
        assertThat(sum("armwatch_publish_delay_seconds_count")).isBetween(discovered, 2 * discovered);
        assertThat(sum("armwatch_transactions_seconds_count")).isPositive();
        assertThat(sum("armwatch_poll_duration_seconds_count")).isPositive();
        assertThat(sum("armwatch_budget_left", label("kind", "reads"))).isPositive();
        assertThat(sum("armwatch_incidents_open", label("kind", "expiring"))).isPositive();
        assertThat(sum("armwatch_health_problem")).isZero();
        assertThat(sum("armwatch_subscriptions_held")).isEqualTo(1);
    }

    private static double sum(String name, String... labels) {
        return scrape.values(name, labels).stream().mapToDouble(each -> each).sum();
    }

    @Test
    void no_label_holds_the_id_of_a_resource() {
        assertThat(scrape.text()).doesNotContainIgnoringCase("/providers/", "/resourceGroups/");
    }

    @Test
    void alert_rules_use_metrics_that_exist() throws IOException {
        Set<String> used = new TreeSet<>();
        JsonNode groups = YAML.readTree(
                        Path.of("config/prometheus/armwatch.rules.yml").toFile())
                .path("groups");
        groups.forEach(group -> group.path("rules")
                .forEach(rule -> used.addAll(metrics(rule.path("expr").asText()))));

        assertThat(used).hasSizeGreaterThan(10);
        assertThat(scrape.series()).containsAll(used);
    }

    @Test
    void panels_of_the_dashboard_use_metrics_that_exist() throws IOException {
        JsonNode dashboard =
                JSON.readTree(Path.of("config/grafana/armwatch.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                Set<String> used = metrics(target.path("expr").asText());
                assertThat(used).as(panel.path("title").asText()).isNotEmpty();
                assertThat(scrape.series()).as(panel.path("title").asText()).containsAll(used);
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            assertThat(scrape.series())
                    .containsAll(metrics(variable.path("definition").asText()));
        }
    }

    private static Set<String> metrics(String expression) {
        return METRIC.matcher(expression).results().map(each -> each.group()).collect(Collectors.toSet());
    }

    @Test
    void operations_md_explains_each_metric_and_no_other() throws IOException {
        Set<String> documented = DOCUMENTED
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented)
                .containsExactlyElementsOf(scrape.types().keySet().stream()
                        .filter(name -> name.startsWith("armwatch_"))
                        .map(name -> PART.matcher(name).replaceFirst(""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
