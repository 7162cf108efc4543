package io.armwatch.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulator was asked so far.
 *
 * @param resources polled one by one
 * @param pages of lists
 * @param others anything but these and the changes that the benchmark makes
 */
record Asked(long resources, long pages, long others) {
    private static final Set<String> ONE_BY_ONE =
            Arrays.stream(Polled.values()).map(Polled::operation).collect(Collectors.toUnmodifiableSet());

    static Asked of(Map<String, Long> counts) {
        long resources = 0;
        long pages = 0;
        long others = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            if (ONE_BY_ONE.contains(count.getKey())) {
                resources += count.getValue();
            } else if (count.getKey().contains("_List") && !count.getKey().endsWith("_ListSecrets")) {
                pages += count.getValue();
            } else if (!Changes.OPERATIONS.contains(count.getKey())) {
                others += count.getValue();
            }
        }
        return new Asked(resources, pages, others);
    }

    Asked since(Asked before) {
        return new Asked(resources - before.resources, pages - before.pages, others - before.others);
    }

    long requests() {
        return resources + pages;
    }

    /** As one line; {@link #parse} reads it. */
    String line() {
        return resources + " " + pages + " " + others;
    }

    static Asked parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Asked(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
