package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child process. It does not outlive the one that started it. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final long startedAt = System.nanoTime();
    private final Thread end = new Thread(this::kill);

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** A main class of the tests; its standard output and input are the caller's. */
    static ChildProcess java(Path folder, List<String> flags, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home("java"));
        command.addAll(flags);
        command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        Path log = log(folder, main.getSimpleName());
        return start(new ProcessBuilder(command).redirectError(log.toFile()), log);
    }

    /** A command as a user would type it; all that it says goes to its log. */
    static ChildProcess command(Path folder, List<String> command, Map<String, String> environment) {
        Path log = log(folder, Path.of(command.get(0)).getFileName().toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return start(builder, log);
    }

    private static ChildProcess start(ProcessBuilder builder, Path log) {
        try {
            return new ChildProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path folder, String name) {
        try {
            return Files.createTempFile(folder, name + "-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String home(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    Process process() {
        return process;
    }

    double secondsSinceStart() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    ProcessUsage usage() {
        requireAlive();
        return ProcessUsage.of(Path.of("/proc", Long.toString(process.pid())));
    }

    /** MiB of what lives in its heap once garbage is collected; it must be a JVM. */
    double liveHeap() {
        requireAlive();
        try {
            Process jcmd = new ProcessBuilder(home("jcmd"), Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            return HeapHistogram.totalBytes(histogram) / (1024.0 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("ended with status " + process.exitValue() + ", its log:\n" + tail());
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(end);
    }
}
