package io.armwatch.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The compose file: its parts exist, and nothing listens beyond this machine. */
class ComposeTest {
    private static final Path FILE = Path.of("docker-compose.yml");

    private static JsonNode compose() throws IOException {
        Load load = new Load(LoadSettings.builder().build());
        return new ObjectMapper().valueToTree(load.loadFromString(Files.readString(FILE)));
    }

    private static Stream<JsonNode> each(String part) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        compose().get("services").forEach(service -> service.path(part).forEach(all::add));
        return all.stream();
    }

    private static List<String> services(String profile) throws IOException {
        return compose().get("services").properties().stream()
                .filter(service ->
                        service.getValue().path("profiles").toString().equals("[\"" + profile + "\"]"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void profiles_add_prometheus_grafana_and_a_user_interface_of_kafka() throws IOException {
        assertThat(services("obs")).containsExactly("prometheus", "grafana");
        assertThat(services("ui")).containsExactly("kafka-ui");
    }

    @Test
    void every_folder_and_file_that_is_mounted_exists_and_is_read_only() throws IOException {
        assertThat(each("volumes").map(JsonNode::asText).filter(mount -> mount.startsWith("./")))
                .isNotEmpty()
                .allSatisfy(mount -> {
                    assertThat(mount).endsWith(":ro");
                    assertThat(Path.of(mount.split(":", -1)[0])).exists();
                });
    }

    @Test
    void every_named_volume_is_declared() throws IOException {
        JsonNode declared = compose().get("volumes");

        assertThat(each("volumes").map(JsonNode::asText).filter(mount -> !mount.startsWith("./")))
                .allSatisfy(mount ->
                        assertThat(declared.has(mount.split(":", -1)[0])).isTrue());
    }

    @Test
    void every_port_is_published_to_this_machine_only() throws IOException {
        assertThat(each("ports").map(JsonNode::asText)).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void every_image_of_others_has_a_fixed_version() throws IOException {
        List<String> images = new ArrayList<>();
        compose()
                .get("services")
                .forEach(service -> images.add(service.path("image").asText()));

        assertThat(images.stream().filter(image -> !image.isEmpty()))
                .isNotEmpty()
                .allMatch(image -> image.matches(".+:v?\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker compose", "docker-compose"})
    void compose_accepts_it_with_all_profiles(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        assumeTrue(
                Tool.works(Stream.concat(words.stream(), Stream.of("version")).toArray(String[]::new)),
                command + " is not installed");
        words.addAll(List.of("--profile", "obs", "--profile", "ui", "config", "-q"));

        Tool config = Tool.run(words.toArray(String[]::new));

        assertThat(config.status()).as(config.output()).isZero();
    }
}
