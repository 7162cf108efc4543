package io.armwatch.examples;

import io.armwatch.it.TemporaryFolder;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java files of {@code examples/}, compiled against libraries only: no class of armwatch is on their class path. */
final class JavaExamples {
    static final Path FOLDER = Path.of("examples").toAbsolutePath();

    /** The jars of the tests' class path. armwatch's own classes are in folders. */
    static final String LIBRARIES = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));

    private static final Path CLASSES = compile();

    private JavaExamples() {}

    private static Path compile() {
        Path classes = TemporaryFolder.create("examples");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryFolder.delete(classes)));
        String errors = compile(classes);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors);
        }
        return classes;
    }

    /** Compiles every example into a folder, with all warnings as errors. Returns what the compiler says. */
    static String compile(Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-Xlint:all", "-Werror", "-d", classes.toString(), "-cp", LIBRARIES);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(FOLDER)) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            return messages.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs an example. */
    static List<String> command(String main, String... arguments) {
        List<String> command = java(CLASSES + File.pathSeparator + LIBRARIES);
        command.add(main);
        command.addAll(List.of(arguments));
        return command;
    }

    /** The command that runs Camel's main class with a route file. */
    static List<String> camel(String routes, String... options) {
        List<String> command = java(LIBRARIES);
        command.addAll(List.of("-Dlog4j2.level=info", "-Dcamel.main.routes-include-pattern=file:" + FOLDER + routes));
        command.addAll(List.of(options));
        command.add("org.apache.camel.main.Main");
        return command;
    }

    private static List<String> java(String classPath) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ArrayList<>(
                List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    }
}
