package io.armwatch.it;

import io.armwatch.Armwatch;
import io.armwatch.service.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code armwatch run} in a JVM of its own. */
public final class ArmwatchProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private ArmwatchProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * How the child differs from an ordinary one.
     *
     * @param environment besides the settings
     * @param rootLevel log4j2's level of everything that is not armwatch's own
     * @param classes folders of classes that stand in for armwatch's own
     * @param main the main class, and arguments that stand before armwatch's own
     */
    public record Options(
            Map<String, String> environment, String rootLevel, String ownLevel, List<Path> classes, List<String> main) {
        public static final Options ORDINARY = new Options(Map.of(), "warn", "info");

        Options(Map<String, String> environment, String rootLevel, String ownLevel) {
            this(environment, rootLevel, ownLevel, List.of(), List.of(Armwatch.class.getName()));
        }

        /** The same with classes that stand in for armwatch's own. */
        public Options with(List<Path> standIns) {
            return new Options(environment, rootLevel, ownLevel, standIns, main);
        }

        /** The same by another main class, which starts armwatch. */
        public Options by(List<String> otherMain) {
            return new Options(environment, rootLevel, ownLevel, classes, otherMain);
        }

        /** The same with another setting. */
        public Options with(String key, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.putAll(ArmwatchProcess.environment(Map.of(key, value)));
            return new Options(more, rootLevel, ownLevel, classes, main);
        }
    }

    static ArmwatchProcess start(
            Path folder, Folders folders, Map<String, String> settings, String command, Options options)
            throws IOException {
        Path logging = Files.write(folders.config().resolve("log4j2.properties"), logging(options));
        List<String> arguments = new ArrayList<>(options.main());
        arguments.addAll(List.of(
                command,
                "--config",
                folders.config().toString(),
                "--routes",
                folders.routes().toString()));
        Map<String, String> environment = environment(settings);
        environment.putAll(options.environment());
        return java(
                folder,
                List.of("-Dlog4j2.configurationFile=" + logging, "-cp", classpath(options.classes())),
                arguments,
                environment);
    }

    /** A command of armwatch with its settings in the environment; its output is the caller's to direct. */
    static ProcessBuilder command(Path config, Map<String, String> settings, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of(Armwatch.class.getName()));
        arguments.addAll(words);
        arguments.addAll(List.of("--config", config.toString()));
        return builder(config, List.of("-cp", classpath(List.of())), arguments, environment(settings));
    }

    /** Starts a main class of the tests in a JVM of its own. */
    public static ArmwatchProcess java(Path folder, List<String> arguments) throws IOException {
        return java(folder, List.of("-cp", classpath(List.of())), arguments, Map.of());
    }

    private static ArmwatchProcess java(
            Path folder, List<String> options, List<String> arguments, Map<String, String> environment)
            throws IOException {
        Path output = Files.createTempFile(folder, "output-", ".txt");
        ProcessBuilder builder = builder(folder, options, arguments, environment)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        return new ArmwatchProcess(builder.start(), output);
    }

    private static ProcessBuilder builder(
            Path folder, List<String> options, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + folder);
        command.addAll(options);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String classpath(List<Path> first) {
        List<String> all = new ArrayList<>(first.stream().map(Path::toString).toList());
        all.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, all);
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach(
                (key, value) -> environment.put(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return environment;
    }

    private static List<String> logging(Options options) {
        return List.of(
                "status = warn",
                "appender.console.type = Console",
                "appender.console.name = console",
                "appender.console.target = SYSTEM_ERR",
                "appender.console.layout.type = PatternLayout",
                "appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p [%c] %m%n",
                "rootLogger.level = " + options.rootLevel(),
                "rootLogger.appenderRef.console.ref = console",
                "logger.armwatch.name = io.armwatch",
                "logger.armwatch.level = " + options.ownLevel());
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it has written to its standard output and error. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: it has no chance to end anything. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end and returns its exit status. */
    public int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + patience + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }
}
