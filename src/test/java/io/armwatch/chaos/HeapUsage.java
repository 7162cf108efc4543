package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.it.ArmwatchProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a process has in its memory. */
final class HeapUsage {
    private static final double MIB = 1024 * 1024;

    private HeapUsage() {}

    /** MiB of what is in use after a collection of garbage. */
    static double used(ArmwatchProcess child) {
        String pid = Long.toString(child.handle().pid());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, pid, "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(process.getInputStream().readAllBytes(), UTF_8);
            return histogram
                            .lines()
                            .filter(line -> line.startsWith("Total"))
                            .mapToLong(line -> Long.parseLong(line.trim().split(" +", -1)[2]))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("jcmd says " + histogram))
                    / MIB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
