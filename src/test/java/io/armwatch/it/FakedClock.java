package io.armwatch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of a child process, set by libfaketime. Where the machine does not have it, the clock is the machine's. */
public final class FakedClock implements AutoCloseable {
    private static final Optional<Path> LIBRARY = Stream.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib64/faketime/libfaketimeMT.so.1")
            .map(Path::of)
            .filter(Files::isRegularFile)
            .findFirst();

    private final Path folder = TemporaryFolder.create("clock");
    private Duration offset = Duration.ZERO;

    /** A clock that shows the machine's time. */
    public FakedClock() {
        write();
    }

    public static boolean canBeSet() {
        return LIBRARY.isPresent();
    }

    /** How a process starts that has this clock. */
    public ArmwatchProcess.Options options() {
        return LIBRARY.map(library -> new ArmwatchProcess.Options(environment(library), "warn", "info"))
                .orElse(ArmwatchProcess.Options.ORDINARY);
    }

    private Map<String, String> environment(Path library) {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_TIMESTAMP_FILE",
                file().toString(),
                // Else each timed wait of the JVM ends at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "FAKETIME_CACHE_DURATION",
                "1");
    }

    public Instant now() {
        return Instant.now().plus(offset);
    }

    /** Sets the clock ahead, or back. Processes notice it within a second. */
    public void jump(Duration by) {
        if (canBeSet()) {
            offset = offset.plus(by);
            write();
        }
    }

    /** Moved into place, as it is read all the time. */
    private void write() {
        try {
            Path next =
                    Files.writeString(folder.resolve("next"), (offset.isNegative() ? "" : "+") + offset.toSeconds());
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return folder.resolve("clock");
    }

    @Override
    public void close() {
        TemporaryFolder.delete(folder);
    }
}
