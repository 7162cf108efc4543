package io.armwatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says that a process takes.
 *
 * @param cpu seconds so far, of user and system
 * @param peakMiB resident memory at most, so far
 */
record ProcessUsage(double cpu, double peakMiB, int threads) {
    private static final double TICKS_A_SECOND = 100;

    static ProcessUsage of(Path process) {
        try {
            return parse(Files.readString(process.resolve("stat")), Files.readString(process.resolve("status")));
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark reads /proc, as Linux has it", e);
        }
    }

    static ProcessUsage parse(String stat, String status) {
        // A name in brackets, which may hold anything, stands second: count from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
        return new ProcessUsage(cpu, number(status, "VmHWM:") / 1024.0, (int) number(status, "Threads:"));
    }

    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + status));
    }
}
