package io.armwatch.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.event.Schemas;
import io.armwatch.it.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The archive of a release, unpacked somewhere else. */
final class ReleaseIT {
    private static final Path RELEASE = Path.of("target", "release");
    private static final Path FOLDER = TemporaryFolder.create("a release");
    private static Path unpacked = FOLDER;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path archive = onlyOne(RELEASE, ".tar.gz");
        Tool tar = Tool.run("tar", "-xzf", archive.toString(), "-C", FOLDER.toString());
        assertThat(tar.status()).as(tar.output()).isZero();
        unpacked = onlyOne(FOLDER, "");
    }

    @AfterAll
    static void delete() {
        TemporaryFolder.delete(FOLDER);
    }

    private static Path onlyOne(Path folder, String ending) throws IOException {
        assertThat(folder).as("made by mvn -DskipTests verify").isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Tool armwatch(Path script, String... words) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(script.toString()), Stream.of(words)).toList();
        return Tool.run(FOLDER, Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    }

    @Test
    void it_holds_what_a_user_needs_and_no_build() throws IOException {
        assertThat(unpacked.getFileName().toString()).matches("armwatch-\\d+\\.\\d+\\.\\d+");
        assertThat(names(unpacked))
                .contains(
                        "armwatch",
                        "armwatch.jar",
                        "lib",
                        "config",
                        "routes",
                        "docs",
                        "examples",
                        "schemas",
                        "completion",
                        "bom.json",
                        "LICENSE",
                        "README.md",
                        "CHANGELOG.md")
                .doesNotContain("pom.xml", "src", "target", "Dockerfile");
        assertThat(unpacked.resolve("config/kubernetes/kustomization.yaml")).isRegularFile();
        assertThat(unpacked.resolve("config/systemd/armwatch.service")).isRegularFile();
        assertThat(unpacked.resolve("armwatch")).isExecutable();
    }

    @Test
    void the_demo_runs_in_a_folder_of_any_name_by_a_link_too() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(FOLDER.resolve("armwatch-link"), unpacked.resolve("armwatch"));

        Tool demo = armwatch(link, "demo", "--seconds", "20");

        Files.delete(link);
        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("resource discovered").doesNotContain("Building armwatch", "Exception");
    }

    /** As where a folder with settings is mounted over the one of the image. */
    @Test
    void it_logs_even_if_the_config_folder_has_no_logging_configuration() throws IOException, InterruptedException {
        Path logging = unpacked.resolve("config/log4j2.properties");
        Path kept = Files.move(logging, FOLDER.resolve("kept"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tool run = Tool.run(
                    FOLDER,
                    Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "ARMWATCH_HTTP_PORT", Integer.toString(taken.getLocalPort()),
                            "ARMWATCH_AZURE_CREDENTIAL", "none"),
                    List.of(unpacked.resolve("armwatch").toString()));

            assertThat(run.output())
                    .contains(" INFO  [RunCommand] armwatch ", " starts with the settings in ")
                    .contains("set armwatch.http.port to a port that is free");
            assertThat(run.status()).isEqualTo(1);
        } finally {
            Files.move(kept, logging);
        }
    }

    @Test
    void it_knows_its_version() throws IOException, InterruptedException {
        Tool version = armwatch(unpacked.resolve("armwatch"), "--version");

        assertThat(version.output().strip())
                .endsWith(unpacked.getFileName().toString().replace('-', ' '));
    }

    @Test
    void its_schemas_are_those_that_the_events_name() throws IOException {
        for (Path folder : List.of(unpacked.resolve("schemas"), RELEASE.resolve("schemas"))) {
            assertThat(names(folder))
                    .containsExactlyInAnyOrderElementsOf(Schemas.documents().keySet());
            for (var document : Schemas.documents().entrySet()) {
                assertThat(folder.resolve(document.getKey())).hasBinaryContent(document.getValue());
            }
        }
    }

    @Test
    void its_completion_knows_the_commands() throws IOException {
        assertThat(unpacked.resolve("completion/armwatch.bash"))
                .content(UTF_8)
                .contains("_complete_armwatch", "replay", "simulate");
    }

    @Test
    void its_bill_of_materials_names_each_library_with_version_and_licence() throws IOException {
        JsonNode bom = new ObjectMapper().readTree(unpacked.resolve("bom.json").toFile());
        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("armwatch");
        Set<String> listed = new TreeSet<>();
        for (JsonNode component : bom.get("components")) {
            String purl = component.get("purl").asText();
            listed.add(jarName(component, purl));
            assertThat(component.get("licenses")).as(purl).isNotEmpty();
            assertThat(component.get("hashes")).as(purl).isNotEmpty();
        }

        assertThat(listed)
                .as("if target/lib holds older libraries, run mvn clean")
                .isEqualTo(names(unpacked.resolve("lib")));
    }

    /** The file of a component: artifact, version, and the classifier that its package URL names. */
    private static String jarName(JsonNode component, String purl) {
        String classifier = Stream.of(purl.replaceFirst("[^?]*\\??", "").split("&", -1))
                .filter(part -> part.startsWith("classifier="))
                .map(part -> "-" + part.substring("classifier=".length()))
                .collect(Collectors.joining());
        return component.get("name").asText() + "-" + component.get("version").asText() + classifier + ".jar";
    }

    @Test
    void every_library_of_the_manifest_is_there() throws IOException {
        try (JarFile jar = new JarFile(unpacked.resolve("armwatch.jar").toFile())) {
            String path = jar.getManifest().getMainAttributes().getValue("Class-Path");

            assertThat(path.split(" ", -1))
                    .allSatisfy(entry -> assertThat(unpacked.resolve(entry)).isRegularFile());
        }
    }
}
