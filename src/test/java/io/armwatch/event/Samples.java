package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;

/**
 * One event of each type, as the end-to-end tests received it: {@code docs/samples}. With {@code -Darmwatch.samples=docs/samples} those tests
 * write what they receive. With {@code -Darmwatch.events=FOLDER} every test that receives events appends them to files in that folder, a line
 * each, one file for each JVM.
 */
public final class Samples {
    static final Path FOLDER = Path.of("docs", "samples");
    private static final JsonMapper MAPPER = new JsonMapper();

    private Samples() {}

    static Path of(EventType type) {
        return FOLDER.resolve(type.text() + ".json");
    }

    /** Writes the events, if that is asked for. A sample is replaced only by an event that has a value in as many fields. */
    public static void keep(Collection<JsonNode> events) {
        folder().ifPresent(folder ->
                events.forEach(event -> EventType.named(event.path("type").asText())
                        .ifPresent(type -> keep(folder.resolve(type.text() + ".json"), event, event.path("data")))));
    }

    private static Optional<Path> everyEvent() {
        return Optional.ofNullable(System.getProperty("armwatch.events")).map(Path::of);
    }

    /** Writes an event as a test received it, if that is asked for. */
    public static void append(JsonNode event) {
        everyEvent().ifPresent(folder -> append(folder, event + "\n"));
    }

    private static synchronized void append(Path folder, String line) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(ProcessHandle.current().pid() + ".jsonl"),
                    line,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a record of a Maps account, the shortest that there is, if that is asked for. */
    public static void keepState(Collection<JsonNode> knownStates) {
        folder().ifPresent(folder -> knownStates.stream()
                .filter(state -> state.path("source").asText().equals("maps-keys"))
                .forEach(state -> keep(folder.resolve("known-state.json"), state, state)));
    }

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty("armwatch.samples")).map(Path::of);
    }

    private static void keep(Path file, JsonNode record, JsonNode data) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file) || values(kept(file)) < values(data)) {
                Files.writeString(file, record.toPrettyString() + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode kept(Path file) throws IOException {
        JsonNode record = MAPPER.readTree(file.toFile());
        return record.path("data").isMissingNode() ? record : record.get("data");
    }

    private static long values(JsonNode data) {
        return data.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .filter(field ->
                        field.getValue().isValueNode() || !field.getValue().isEmpty())
                .count();
    }
}
