package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The status page in a real browser: Chromium, by playwright. Skipped without Node or Chromium, and where npm cannot install them. */
final class StatusPageIT {
    private static final Path MODULES = Path.of("target", "page");
    private static final List<String> PACKAGES = List.of("playwright-core@1.65.1", "axe-core@4.14.1");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final int SOON_MILLIS = 2_000;

    private final TestResources resources = new TestResources();

    @Test
    void an_operator_sees_an_event_within_two_seconds_and_finds_the_resource() throws Exception {
        requireBrowser();
        try (SimulatedAzure azure =
                        SimulatedAzure.withAllSources(SimulatorOptions.builder().resources(60));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), scopes(azure))
                        .withAllSources()
                        .with("armwatch.signals", "true")) {
            armwatch.start();
            String id = storageAccount(azure);
            armwatch.reader().await("resource.discovered", id);

            JsonNode found = use(armwatch, azure, id, "all");

            assertThat(found.get("problems")).as("errors").isEmpty();
            assertThat(found.get("axe")).as("what axe finds serious").isEmpty();
            assertThat(found.get("axeRules").asInt()).isPositive();
            assertThat(found.get("millis").asInt()).isBetween(0, SOON_MILLIS);
            assertThat(found.get("searched").asText()).isEqualTo("1 resource");
            assertThat(found.get("state").asText()).contains("\"team\": \"blue\"");
            assertThat(found.get("event").asText()).contains("io.armwatch.resource.changed.v1", "blue");
            assertThat(found.get("overflow").asInt())
                    .as("pixels wider than a phone")
                    .isZero();
            assertThat(found.get("signals").toString())
                    .contains(
                            "{\"pause\":\"maps-keys\"}",
                            "{\"resume\":\"maps-keys\"}",
                            "{\"poll\":\"/subscriptions/",
                            "Bearer secret");
            assertThat(found.get("polled").asText()).endsWith(" will be polled now.");
        }
    }

    @Test
    void ten_thousand_resources_are_searched_and_turned_over() throws Exception {
        requireBrowser();
        for (int i = 0; i < 10_000; i++) {
            resources.add(
                    "/subscriptions/%s/resourceGroups/group-%d/providers/Microsoft.Storage/storageAccounts/storage%05d"
                            .formatted("00000000-0000-4000-8000-%012x".formatted(i % 5 + 1), i % 40, i));
        }
        List<String> scopes = resources.watched().stream()
                .map(id -> id.substring(0, id.indexOf("/resourceGroups")))
                .distinct()
                .toList();
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(
                        resources, SimulatorOptions.builder().pageSize(500));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), scopes)
                        .with("armwatch.sources", "storage-account")
                        .with("armwatch.first-scan", "baseline")) {
            armwatch.with("armwatch.schedule.storage-account", "0/10 * * * * ?").start();
            Awaitility.await("10,000 known resources")
                    .pollInSameThread()
                    .timeout(Duration.ofMinutes(5))
                    .until(() -> armwatch.text("/api/v1/status")
                            .filter(text -> text.contains("\"resources\":10000,"))
                            .isPresent());

            JsonNode found = use(armwatch, azure, resources.watched().get(7_777), "many");

            assertThat(found.get("problems")).as("errors").isEmpty();
            assertThat(found.get("searched").asText()).isEqualTo("1 resource");
            assertThat(found.get("searchMillis").asInt()).isLessThan(3_000);
            assertThat(found.get("range").asText()).isEqualTo("26–50 of 10,000");
        }
    }

    private static List<String> scopes(SimulatedAzure azure) {
        return azure.simulator().pollableIds().stream()
                .map(id -> String.join("/", List.of(id.split("/")).subList(0, 3)))
                .distinct()
                .toList();
    }

    private static String storageAccount(SimulatedAzure azure) {
        return azure.simulator().pollableIds().stream()
                .filter(id -> id.contains("/storageAccounts/"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode use(ArmwatchFixture armwatch, SimulatedAzure azure, String id, String what)
            throws IOException, InterruptedException {
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        String output = run(
                "node",
                "src/test/node/check-page.mjs",
                armwatch.managementUri() + "/",
                azure.uri().toString(),
                id,
                azure.simulator().apiVersion(id),
                screenshots.toString(),
                MODULES.toString(),
                what);
        return new JsonMapper().readTree(output.lines().reduce("", (before, last) -> last));
    }

    private static void requireBrowser() throws InterruptedException {
        assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is missing; the status page is not checked in a browser");
        assumeTrue(
                isInstalled(),
                "Node is missing, or npm cannot install " + PACKAGES + "; the status page is not checked");
    }

    private static boolean isInstalled() throws InterruptedException {
        if (Files.isDirectory(MODULES.resolve("node_modules/axe-core"))) {
            return true;
        }
        List<String> install = new ArrayList<>(List.of(
                "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", MODULES.toString()));
        install.addAll(PACKAGES);
        try {
            Files.createDirectories(MODULES);
            run(install.toArray(String[]::new));
            return Files.isDirectory(MODULES.resolve("node_modules/axe-core"));
        } catch (IOException noNpm) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("armwatch", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            return Files.readString(output, UTF_8).strip();
        } finally {
            Files.delete(output);
        }
    }
}
