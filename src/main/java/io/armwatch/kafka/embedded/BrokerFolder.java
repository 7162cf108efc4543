package io.armwatch.kafka.embedded;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a broker, before Kafka looks at it. */
final class BrokerFolder {
    private static final String FORMATTED = "meta.properties";
    /** What armwatch and Kafka's formatter write before the folder counts as formatted. */
    private static final Set<String> HARMLESS = Set.of(
            "broker.lock",
            "broker.address",
            "broker.address.tmp",
            "bootstrap.checkpoint",
            "meta.properties.tmp",
            "lost+found",
            ".lock");

    private static final long LEAST_SPACE = 1024 * 1024;
    private static final int NAMED = 3;

    private BrokerFolder() {}

    /** Whether a broker has run on it. */
    static boolean holdsData(Path folder) {
        return Files.isRegularFile(folder.resolve(FORMATTED));
    }

    /**
     * Creates the folder where it does not exist.
     *
     * @throws UnusableBrokerException if it cannot be used; the message says why and what to do
     */
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UnusableBrokerException(
                    "the folder " + folder + " cannot be created (" + reason(e)
                            + "); correct armwatch.kafka.brokers=embedded:FOLDER, or create the folder for armwatch's user",
                    e);
        }
        if (!holdsData(folder)) {
            requireOwn(folder);
        }
    }

    /** A typo must not fill a folder that belongs to somebody else. */
    private static void requireOwn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> others = files.map(file -> file.getFileName().toString())
                    .filter(name -> !HARMLESS.contains(name))
                    .sorted()
                    .limit(NAMED)
                    .toList();
            if (!others.isEmpty()) {
                throw new UnusableBrokerException("the folder " + folder
                        + " holds other files and no data of Kafka's: "
                        + others.stream().collect(joining(", "))
                        + "; name a new or empty folder in armwatch.kafka.brokers=embedded:FOLDER");
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** The failure to write, as a sentence. */
    static UnusableBrokerException unwritable(Path folder, IOException e) {
        return new UnusableBrokerException(
                "the folder " + folder + " cannot be used (" + reason(e)
                        + "); armwatch's user must be able to write it, and its disk must have space",
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** What is visibly wrong with the folder of a broker that has failed. */
    static Optional<String> problem(Path folder) {
        try {
            if (Files.getFileStore(folder).getUsableSpace() < LEAST_SPACE) {
                return Optional.of("the disk is full");
            }
            Path probe = Files.createTempFile(folder, "probe-", ".tmp");
            Files.write(probe, new byte[8192]);
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the folder cannot be written: " + reason(e));
        }
    }
}
