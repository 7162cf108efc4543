package io.armwatch.bench;

/** What {@code jcmd GC.class_histogram} says. */
final class HeapHistogram {
    private HeapHistogram() {}

    static long totalBytes(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split(" +", -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no histogram: " + histogram));
    }
}
