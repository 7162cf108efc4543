package io.armwatch.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.armwatch.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in {@code config/kubernetes}: valid by Kubernetes' own definitions, and consistent with one another and armwatch. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("config", "kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path overlay;

    static List<String> manifests() throws IOException {
        List<String> files = new ArrayList<>();
        read("kustomization.yaml").get("resources").forEach(file -> files.add(file.asText()));
        return files;
    }

    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(FOLDER.resolve(file).toFile());
    }

    /** What is wrong with an object by Kubernetes' definition of its kind. */
    private static List<String> problems(JsonNode object) throws IOException {
        try (var in = KubernetesTest.class.getResourceAsStream("/kubernetes/definitions.json")) {
            ObjectNode definitions = (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
            String version = object.path("apiVersion").asText().replace(".k8s.io", "");
            String id = "io.k8s.api." + (version.contains("/") ? "" : "core.") + version.replace('/', '.') + "."
                    + object.path("kind").asText();
            assertThat(definitions.at("/definitions").has(id)).as(id).isTrue();
            definitions.put("$ref", "#/definitions/" + id);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(definitions)
                    .validate(object)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    private static JsonNode container() throws IOException {
        return read("deployment.yaml").at("/spec/template/spec/containers/0");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void a_manifest_is_valid_by_the_definitions_of_kubernetes(String file) throws IOException {
        assertThat(problems(read(file))).isEmpty();
    }

    @Test
    void a_wrong_manifest_is_found() throws IOException {
        ObjectNode deployment = (ObjectNode) read("deployment.yaml");
        ((ObjectNode) deployment.at("/spec")).put("replica", 2);
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/livenessProbe")).put("periodSeconds", "often");

        assertThat(String.join("\n", problems(deployment))).contains("replica").contains("periodSeconds");
    }

    @Test
    void every_manifest_is_in_the_kustomization() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(manifests());
        }
    }

    @Test
    void the_image_has_the_version_of_the_build() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));

        assertThat(read("kustomization.yaml").at("/images/0/newTag").asText()).isEqualTo(version);
    }

    @Test
    void service_budget_and_network_policy_select_the_pods() throws IOException {
        JsonNode pods = read("deployment.yaml").at("/spec/template/metadata/labels");
        List<JsonNode> selectors = List.of(
                read("deployment.yaml").at("/spec/selector/matchLabels"),
                read("deployment.yaml").at("/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                read("service.yaml").at("/spec/selector"),
                read("poddisruptionbudget.yaml").at("/spec/selector/matchLabels"),
                read("networkpolicy.yaml").at("/spec/podSelector/matchLabels"));

        assertThat(selectors).allSatisfy(selector -> {
            assertThat(selector).isNotEmpty();
            selector.properties()
                    .forEach(label -> assertThat(pods.get(label.getKey())).isEqualTo(label.getValue()));
        });
    }

    @Test
    void every_port_is_the_management_port_of_the_container() throws IOException {
        int port = Integer.parseInt(
                Objects.requireNonNull(SettingsReader.defaults().get("armwatch.http.port")));
        JsonNode declared = container().at("/ports/0");
        assertThat(declared.get("containerPort").asInt()).isEqualTo(port);
        String name = declared.get("name").asText();

        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container().at("/" + probe + "/httpGet/port").asText())
                    .as(probe)
                    .isEqualTo(name);
        }
        assertThat(read("service.yaml").at("/spec/ports/0/targetPort").asText()).isEqualTo(name);
        assertThat(read("service.yaml").at("/spec/ports/0/port").asInt()).isEqualTo(port);
        assertThat(read("networkpolicy.yaml").at("/spec/ingress/0/ports/0/port").asText())
                .isEqualTo(name);
    }

    /** A restart does not help while Kafka or Azure is away, so only readiness depends on them. */
    @Test
    void probes_ask_for_liveness_and_readiness() throws IOException {
        assertThat(container().at("/startupProbe/httpGet/path").asText()).isEqualTo("/observe/health/live");
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/observe/health/live");
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/observe/health/ready");
    }

    @Test
    void each_volume_is_mounted_and_the_root_is_read_only() throws IOException {
        Set<String> volumes = new TreeSet<>();
        read("deployment.yaml")
                .at("/spec/template/spec/volumes")
                .forEach(each -> volumes.add(each.get("name").asText()));
        Set<String> mounts = new TreeSet<>();
        container()
                .get("volumeMounts")
                .forEach(each -> mounts.add(each.get("name").asText()));

        assertThat(mounts).isEqualTo(volumes);
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
    }

    @Test
    void the_service_account_is_the_one_with_the_workload_identity() throws IOException {
        JsonNode account = read("serviceaccount.yaml");

        assertThat(read("deployment.yaml").at("/spec/template/spec/serviceAccountName"))
                .isEqualTo(account.at("/metadata/name"));
        assertThat(account.at("/metadata/annotations").has("azure.workload.identity/client-id"))
                .isTrue();
        assertThat(read("deployment.yaml")
                        .at("/spec/template/metadata/labels")
                        .path("azure.workload.identity/use")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void every_variable_is_one_that_armwatch_reads() throws IOException {
        String logging = Files.readString(Path.of("config", "log4j2.properties"));
        Set<String> known = new TreeSet<>();
        SettingsReader.defaults()
                .keySet()
                .forEach(key -> known.add(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));

        for (JsonNode variable : container().get("env")) {
            String name = variable.get("name").asText();
            assertThat(known.contains(name) || logging.contains("${env:" + name + ":"))
                    .as(name)
                    .isTrue();
        }
    }

    /** Also with the lines that are comments: their placeholders read files of the mounted Secret. */
    @Test
    void settings_and_watch_list_are_read_with_secrets_in_files() throws Exception {
        Path config = Files.createDirectory(overlay.resolve("config"));
        Path secrets = Files.createDirectory(overlay.resolve("secrets"));
        String mounted = container().at("/volumeMounts/1/mountPath").asText();
        String settings =
                Files.readString(FOLDER.resolve("files/application.properties")).replaceAll("(?m)^#(?=[a-z.-]+=)", "");
        assertThat(settings).contains("{{file:" + mounted + "/");
        Files.writeString(config.resolve("application.properties"), settings.replace(mounted, secrets.toString()));
        Files.copy(FOLDER.resolve("files/watch.yaml"), config.resolve("watch.yaml"));
        Files.writeString(secrets.resolve("kafka-jaas"), "Module required password=\"a-secret-in-a-file\";\n");
        Files.writeString(secrets.resolve("fingerprint-key"), "another-secret-in-a-file\n");
        Files.writeString(secrets.resolve("api-token"), "a-token-of-16-characters-or-more\n");

        var read = SettingsReader.readWithEnvironment(config, Map.of());

        assertThat(String.valueOf(read.kafka().client().get("sasl.jaas.config")))
                .contains("a-secret-in-a-file");
        assertThat(read.watch().scopes()).hasSize(1);
    }

    /** The overlay that the documentation shows, beside a copy of the base as a release has it. */
    @Test
    void the_documented_overlay_is_built_by_kubectl() throws Exception {
        assumeTrue(Tool.works("kubectl", "version", "--client"), "kubectl is not installed; no overlay is built");
        Path base = Files.createDirectories(overlay.resolve("armwatch/config"));
        Tool.run("cp", "-R", FOLDER.toString(), base.toString());
        Path own = Files.createDirectory(overlay.resolve("own"));
        String page = Files.readString(Path.of("docs", "operations.md"));
        int begin = page.indexOf("# kustomization.yaml\n");
        Files.writeString(own.resolve("kustomization.yaml"), page.substring(begin, page.indexOf("```", begin)));
        Files.writeString(own.resolve("application.properties"), "armwatch.topics.prefix=own\n");
        Files.writeString(own.resolve("watch.yaml"), "watch: []\n");

        Tool built = Tool.run("kubectl", "kustomize", own.toString());

        assertThat(built.status()).as(built.output()).isZero();
        assertThat(built.output())
                .contains("armwatch.topics.prefix=own", "value: kafka.example.com:9093", "<client id of the identity>")
                .doesNotContain("00000000-0000");
        for (String document : built.output().split("(?m)^---\n", -1)) {
            JsonNode object = YAML.readTree(document);
            assertThat(problems(object)).as(object.at("/kind").asText()).isEmpty();
            assertThat(object.at("/metadata/namespace").asText()).isEqualTo("armwatch");
        }
    }
}
