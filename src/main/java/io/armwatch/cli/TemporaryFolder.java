package io.armwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that is deleted when it is closed. */
public record TemporaryFolder(Path root) implements AutoCloseable {
    public static TemporaryFolder create() throws IOException {
        try {
            return new TemporaryFolder(Files.createTempDirectory("armwatch-demo"));
        } catch (IOException e) {
            throw new IOException(
                    "cannot create a temporary folder in " + System.getProperty("java.io.tmpdir")
                            + "; make it writable, or choose another with -Djava.io.tmpdir=FOLDER"
                            + " (ARMWATCH_JAVA_OPTS)",
                    e);
        }
    }

    /** A subfolder, created if it does not exist yet. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
