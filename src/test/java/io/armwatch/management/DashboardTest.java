package io.armwatch.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Grafana dashboard and its provisioning. {@code MetricsIT} holds that its metrics exist. */
final class DashboardTest {
    private static final Path GRAFANA = Path.of("config/grafana");
    private static final int WIDTH = 24;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        JSON.readTree(GRAFANA.resolve("armwatch.json").toFile()).path("panels").forEach(panels::add);
        return panels;
    }

    @Test
    void every_panel_has_a_title_an_explanation_and_a_query_for_the_chosen_processes() throws IOException {
        for (JsonNode panel : panels()) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).as(title).endsWith(".");
                assertThat(panel.path("targets")).as(title).isNotEmpty().allSatisfy(target -> {
                    assertThat(target.path("expr").asText()).as(title).contains("instance=~\"$instance\"");
                    assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                });
            }
        }
    }

    @Test
    void panels_have_ids_of_their_own_and_do_not_overlap() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(WIDTH);
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    String cell =
                            (at.path("x").asInt() + x) + " " + (at.path("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as("%s at %s", panel.path("title"), cell)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void grafana_finds_prometheus_and_the_dashboard() throws IOException {
        JsonNode source = YAML.readTree(GRAFANA.resolve("provisioning/datasources/prometheus.yml")
                        .toFile())
                .at("/datasources/0");
        JsonNode provider = YAML.readTree(
                        GRAFANA.resolve("provisioning/dashboards/armwatch.yml").toFile())
                .at("/providers/0");

        assertThat(source.path("type").asText()).isEqualTo("prometheus");
        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(provider.path("type").asText()).isEqualTo("file");
        assertThat(provider.at("/options/path").asText()).startsWith("/");
    }
}
