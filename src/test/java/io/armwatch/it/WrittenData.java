package io.armwatch.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** All that was written: the broker's segments as they lie on disk, whatever their topic, and the log. */
record WrittenData(String log) {
    /** So much of a line shows who wrote it, and no secret. */
    private static final int LOGGER = 80;

    List<String> places(Collection<String> searched) {
        try (Stream<Path> files = Files.walk(SharedKafka.data())) {
            Stream<String> segments = files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> holds(read(file), searched))
                    .map(Path::toString);
            Stream<String> output = log.lines()
                    .filter(line -> holds(line, searched))
                    .map(line -> "the log: " + line.substring(0, Math.min(LOGGER, line.length())));
            return Stream.concat(segments, output).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(String text, Collection<String> searched) {
        return searched.stream().anyMatch(text::contains);
    }
}
