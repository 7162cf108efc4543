package io.armwatch.simulator.fault;

import io.armwatch.simulator.estate.RequestPath;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When a fault applies: the {@code when} of a fault file.
 *
 * @param per how calls are counted: {@code all} together, or separately per {@code path} or {@code subscription}
 * @param counts the number of calls so far, by path, by subscription or in total
 */
record FaultTiming(
        Optional<Instant> from,
        Optional<Instant> until,
        int after,
        int first,
        int every,
        double chance,
        int seed,
        String per,
        Map<String, AtomicInteger> counts) {

    private static final List<String> KEYS =
            List.of("from", "until", "after", "first", "every", "chance", "seed", "per");
    private static final String TIME =
            "a time since the start, such as 10s, nor an instant such as 2026-11-21T10:00:00Z";

    static FaultTiming read(YamlFields fault, Clock clock) {
        return fault.map("when", KEYS)
                .map(when -> new FaultTiming(
                        when.read("from", text -> time(text, clock), TIME),
                        when.read("until", text -> time(text, clock), TIME),
                        when.number("after", 0, Integer.MAX_VALUE).orElse(0),
                        when.number("first", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                        when.number("every", 1, Integer.MAX_VALUE).orElse(1),
                        when.read("chance", FaultTiming::chance, "a chance from 0 to 1, such as chance: 0.1")
                                .orElse(1.0),
                        when.number("seed", 0, Integer.MAX_VALUE).orElse(1),
                        when.choice("per", List.of("all", "path", "subscription"))
                                .orElse("all"),
                        new ConcurrentHashMap<>()))
                .orElseGet(FaultTiming::always);
    }

    private static FaultTiming always() {
        return new FaultTiming(
                Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE, 1, 1, 1, "all", new ConcurrentHashMap<>());
    }

    /** Counts a call, and returns whether the fault applies to it. */
    boolean countAndTest(String path, Instant now) {
        if (from.filter(now::isBefore).isPresent()
                || until.filter(end -> !now.isBefore(end)).isPresent()) {
            return false;
        }
        int number = counts.computeIfAbsent(counted(path), key -> new AtomicInteger())
                        .incrementAndGet()
                - after;
        return number > 0 && number <= first && number % every == 0 && draw(number) < chance;
    }

    private String counted(String path) {
        return switch (per) {
            case "path" -> path.toLowerCase(Locale.ROOT);
            case "subscription" -> RequestPath.subscriptionOf(path).toLowerCase(Locale.ROOT);
            default -> "";
        };
    }

    /** A random number that depends on the seed and the call's number only, not on the thread. */
    private double draw(int number) {
        return new SplittableRandom(seed * 1_000_003L + number).nextDouble();
    }

    private static double chance(String text) {
        double chance = Double.parseDouble(text);
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("out of range");
        }
        return chance;
    }

    private static Instant time(String text, Clock clock) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return clock.instant().plus(Durations.parse(text));
        }
    }
}
