package io.armwatch.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a command of armwatch has printed, and its exit code. */
record CommandResult(int exit, List<String> lines, List<String> errors) {
    /** Waits for the end of a process. */
    static CommandResult of(Process process) {
        CompletableFuture<List<String>> errors = CompletableFuture.supplyAsync(() -> lines(process.getErrorStream()));
        List<String> lines = lines(process.getInputStream());
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the command does not end: " + lines);
            }
            return new CommandResult(
                    process.exitValue(),
                    lines,
                    errors.join().stream().filter(line -> !isOfClassPath(line)).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Log4j remarks that a test's class path holds its layouts twice: in armwatch's library folder and in Maven's. */
    private static boolean isOfClassPath(String line) {
        return line.contains(" WARN for URI classpath:");
    }

    private static List<String> lines(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
