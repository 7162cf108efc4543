package io.armwatch.chaos;

import io.armwatch.it.TemporaryFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The product with something broken: sources of {@code src/main/java} in which a snippet is replaced, compiled into a folder that
 * stands in front of the product's own classes.
 */
record Mutant(String name, List<Patch> patches) {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "armwatch");

    Mutant {
        patches = List.copyOf(patches);
    }

    /** A snippet of a source file, below the package {@code io.armwatch}, and what stands there instead. */
    record Patch(String file, String snippet, String replacement) {
        /** The source with the snippet replaced, which must be there once: else the product has changed, and the mutant must follow. */
        String applied(String source) {
            int at = source.indexOf(snippet);
            if (at < 0 || source.indexOf(snippet, at + 1) >= 0) {
                throw new IllegalStateException(
                        file + " does not hold this just once, so the mutant must be written anew: " + snippet);
            }
            return source.substring(0, at) + replacement + source.substring(at + snippet.length());
        }
    }

    /** The folder of its classes, compiled now. */
    Path classes() {
        Path folder = TemporaryFolder.create("mutant");
        try {
            List<Path> sources = new ArrayList<>();
            for (String file : patches.stream().map(Patch::file).distinct().toList()) {
                Path source = folder.resolve("src").resolve(file);
                Files.createDirectories(source.getParent());
                sources.add(Files.writeString(source, patched(file)));
            }
            compile(sources, folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String patched(String file) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        for (Patch patch : patches) {
            source = patch.file().equals(file) ? patch.applied(source) : source;
        }
        return source;
    }

    private void compile(List<Path> sources, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none", "-parameters", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("the mutant '" + name + "' does not compile: " + messages);
            }
        }
    }
}
