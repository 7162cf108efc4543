package io.armwatch.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the benchmark is run, by system properties: {@code resources}, {@code seconds} of a window, {@code bench.parts},
 * {@code bench.pairs}, {@code bench.warmup} in seconds, {@code bench.warmturns} before the first pair.
 */
record BenchSettings(int resources, Duration window, Duration warmUp, int warmTurns, int pairs, Set<Part> parts) {
    /** What can be measured apart. */
    enum Part {
        SINGLE,
        LISTS,
        LATENCY,
        SIGNALS,
        IDLE,
        MEMORY,
        START
    }

    static BenchSettings read() {
        return new BenchSettings(
                Integer.getInteger("resources", 10_000),
                Duration.ofSeconds(Long.getLong("seconds", 15)),
                Duration.ofSeconds(Long.getLong("bench.warmup", 20)),
                Integer.getInteger("bench.warmturns", 6),
                Integer.getInteger("bench.pairs", 5),
                parts(System.getProperty("bench.parts", "single,lists,latency,signals,idle,memory,start")));
    }

    /** Whether a round takes longer than the second from one poll of a resource to its next. */
    boolean isLarge() {
        return resources > 10_000;
    }

    private static Set<Part> parts(String names) {
        return Arrays.stream(names.toUpperCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .map(Part::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
