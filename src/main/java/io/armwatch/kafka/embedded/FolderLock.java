package io.armwatch.kafka.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The lock on the folder of a broker. One process has it at a time; the system takes it back when that process ends, also by a {@code
 * kill -9}. The file {@code broker.address} beside it says who has it and where the broker listens.
 */
final class FolderLock implements AutoCloseable {
    private static final String LOCK = "broker.lock";
    private static final String ADDRESS = "broker.address";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Who has the lock.
     *
     * @param address where its broker listens
     * @param process host and process id
     * @param command the command of armwatch that it runs
     */
    record Holder(String address, String process, String command) {
        String text() {
            return "process " + process + " (armwatch " + command + ")";
        }
    }

    /**
     * Takes the lock; empty if another process, or this one, has it.
     *
     * @throws IOException if the folder cannot be written, or its file system has no locks
     */
    static Optional<FolderLock> take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new FolderLock(folder, channel));
            }
        } catch (OverlappingFileLockException thisProcess) {
            // taken
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** Says who has it, for others to find. */
    void announce(Holder holder) throws IOException {
        Path next = folder.resolve(ADDRESS + ".tmp");
        Files.write(
                next,
                List.of(
                        "# The Kafka broker that runs on this folder. Valid as long as broker.lock is locked.",
                        "address=" + holder.address(),
                        "process=" + holder.process(),
                        "command=" + holder.command()));
        Files.move(next, folder.resolve(ADDRESS), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Who has announced itself last; only of use while somebody has the lock. */
    static Optional<Holder> holder(Path folder) {
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(ADDRESS))) {
            found.load(reader);
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.getProperty("address"))
                .map(address ->
                        new Holder(address, found.getProperty("process", "?"), found.getProperty("command", "?")));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(ADDRESS));
        channel.close(); // the file stays: another process may be about to lock it
    }
}
