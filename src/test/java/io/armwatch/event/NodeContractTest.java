package io.armwatch.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published documents in the hands of a consumer with Node: the official AsyncAPI parser, and ajv in strict mode over samples and examples,
 * and over the events that {@link Samples} has collected, with {@code -Darmwatch.events.check=FOLDER}. Skipped without Node, and where npm cannot install them.
 */
class NodeContractTest {
    private static final Path MODULES = Path.of("target", "node");
    private static final List<String> PACKAGES = List.of("@asyncapi/parser@3.6.6", "ajv@8.20.0", "ajv-formats@3.0.1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void ajv_and_the_asyncapi_parser_find_no_fault() throws Exception {
        assumeTrue(
                isInstalled(),
                "Node is missing, or npm cannot install " + PACKAGES + "; the contract is not checked with them");
        Path documents = writeDocuments();
        Path events = writeEvents();

        Result result = run(
                "node",
                "src/test/node/check-contract.mjs",
                documents.toString(),
                events.toString(),
                MODULES.toString());

        assertThat(result.output()).endsWith(" 0 problems").contains(" " + count(events) + " events");
        assertThat(result.status()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "armwatch.events.check", matches = ".+")
    void ajv_finds_no_fault_in_any_event_of_the_whole_suite() throws Exception {
        assertThat(isInstalled()).as("npm installs " + PACKAGES).isTrue();

        Result result = run(
                "node",
                "src/test/node/check-contract.mjs",
                writeDocuments().toString(),
                System.getProperty("armwatch.events.check"),
                MODULES.toString());

        System.out.println(result.output());
        assertThat(result.output()).endsWith(" 0 problems").doesNotContain(" 0 events");
    }

    @Test
    void a_wrong_event_is_found() throws Exception {
        assumeTrue(isInstalled(), "Node is missing, or npm cannot install " + PACKAGES);
        Path documents = writeDocuments();
        Path events = Files.createDirectory(folder.resolve("events"));
        JsonNode sample =
                new JsonMapper().readTree(Samples.of(EventType.KEY_ROTATED).toFile());
        ((com.fasterxml.jackson.databind.node.ObjectNode) sample.get("data")).put("revision", "four");
        Files.writeString(events.resolve("wrong.json"), sample.toString());

        Result result = run(
                "node",
                "src/test/node/check-contract.mjs",
                documents.toString(),
                events.toString(),
                MODULES.toString());

        assertThat(result.output()).contains("data/revision must be integer").endsWith(" 1 problems");
    }

    private Path writeDocuments() throws IOException {
        Path documents = Files.createDirectory(folder.resolve("documents"));
        for (Map.Entry<String, byte[]> document : Schemas.documents().entrySet()) {
            Files.write(documents.resolve(document.getKey()), document.getValue());
        }
        return documents;
    }

    /** The samples of the documentation, and an event of each change with every field and with as few as possible. */
    private Path writeEvents() throws IOException {
        Path events = Files.createDirectory(folder.resolve("events"));
        try (Stream<Path> samples = Files.list(Samples.FOLDER)) {
            for (Path sample :
                    samples.filter(file -> !file.endsWith("known-state.json")).toList()) {
                Files.copy(sample, events.resolve(sample.getFileName()));
            }
        }
        var format = Objects.requireNonNull(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE));
        int number = 0;
        for (var change : EventExamples.all().toList()) {
            Files.write(events.resolve("example-" + number++ + ".json"), format.serialize(Events.of(change)));
        }
        return events;
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static boolean isInstalled() throws InterruptedException {
        if (Files.isDirectory(MODULES.resolve("node_modules/@asyncapi/parser"))) {
            return true;
        }
        try {
            Files.createDirectories(MODULES);
            List<String> install = new ArrayList<>(List.of(
                    "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", MODULES.toString()));
            install.addAll(PACKAGES);
            return run(install.toArray(String[]::new)).status() == 0;
        } catch (IOException noNpm) {
            return false;
        }
    }

    private record Result(int status, String output) {}

    private static Result run(String... command) throws IOException, InterruptedException {
        File output = File.createTempFile("armwatch", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Result(-1, "no end after five minutes");
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(output.toPath(), UTF_8).strip());
        } finally {
            Files.delete(output.toPath());
        }
    }
}
