package io.armwatch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders for the length of a test. */
public final class TemporaryFolder {
    private TemporaryFolder() {}

    public static Path create(String purpose) {
        try {
            return Files.createTempDirectory("armwatch-it-" + purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What a broker still holds is left to the operating system.
        }
    }
}
