package io.armwatch.kafka.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.FileRecords;

/**
 * Finds the logs that end in the middle of a write, because the process or the machine stopped there. Kafka cuts the rest off when it
 * starts, at a log level that armwatch does not show.
 */
final class TornLogs {
    private static final String CLEAN = ".kafka_cleanshutdown";

    private TornLogs() {}

    /**
     * A log that ends with what is no whole record.
     *
     * @param bytes how many are lost
     */
    record Torn(Path file, long bytes) {}

    /**
     * The torn logs in the folder of a broker that does not run; none if its last end was a clean one.
     *
     * @throws IOException if the folder cannot be read
     */
    static List<Torn> in(Path folder) throws IOException {
        if (Files.exists(folder.resolve(CLEAN))) {
            return List.of();
        }
        try (Stream<Path> partitions = Files.list(folder)) {
            return partitions
                    .filter(Files::isDirectory)
                    .sorted()
                    .flatMap(partition -> lastSegment(partition).stream())
                    .flatMap(segment -> torn(segment).stream())
                    .toList();
        }
    }

    private static Optional<Path> lastSegment(Path partition) {
        try (Stream<Path> files = Files.list(partition)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{20}\\.log"))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty(); // Kafka itself reports it
        }
    }

    private static Optional<Torn> torn(Path segment) {
        try {
            long torn = Files.size(segment) - end(segment);
            return torn > 0 ? Optional.of(new Torn(segment, torn)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where the last whole record ends: it reads the head of each batch, and all of the last one. */
    private static long end(Path segment) throws IOException {
        long end = 0;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            Optional<FileChannelRecordBatch> last = Optional.empty();
            try {
                for (FileChannelRecordBatch batch : records.batches()) {
                    last = Optional.of(batch);
                    end = batch.position() + (long) batch.sizeInBytes();
                }
            } catch (CorruptRecordException garbage) {
                // the end of what can be read
            }
            if (last.isPresent() && !isValid(last.get())) {
                end = last.get().position();
            }
        }
        return end;
    }

    private static boolean isValid(FileChannelRecordBatch batch) {
        try {
            batch.ensureValid();
            return true;
        } catch (CorruptRecordException | InvalidRecordException e) {
            return false;
        }
    }
}
