package io.armwatch.examples;

import io.armwatch.it.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** An example that runs in a process of its own, and what it has printed. */
final class ExampleProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final Path output;

    private ExampleProcess(Path folder, Process process, Path output) {
        this.folder = folder;
        this.process = process;
        this.output = output;
    }

    static ExampleProcess start(Map<String, String> environment, List<String> command) {
        Path folder = TemporaryFolder.create("example");
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new ExampleProcess(folder, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines() {
        try {
            return Files.readString(output).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that contains these parts, in any order. Fails at once if the process has ended before. */
    void awaitLine(String... parts) {
        try {
            Awaitility.await()
                    .failFast("the example has ended", () -> !process.isAlive() && !has(parts))
                    .until(() -> has(parts));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError("no line with " + List.of(parts) + " in\n" + String.join("\n", lines()), e);
        }
    }

    boolean has(String... parts) {
        Predicate<String> wanted = line -> List.of(parts).stream().allMatch(line::contains);
        return lines().stream().anyMatch(wanted);
    }

    /** Waits for its end by itself, and returns whether it succeeded. */
    boolean succeeds() {
        Awaitility.await("the end of " + process.info()).until(() -> !process.isAlive());
        return process.exitValue() == 0;
    }

    /** Ends it as an operating system does, and waits until it has ended. */
    void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        Awaitility.await("the end of " + process.info()).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        stop();
        TemporaryFolder.delete(folder);
    }
}
