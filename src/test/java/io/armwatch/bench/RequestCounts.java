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
record RequestCounts(long resources, long pages, long others) {
    private static final Set<String> ONE_BY_ONE =
            Arrays.stream(PollRequests.values()).map(PollRequests::operation).collect(Collectors.toUnmodifiableSet());

    static RequestCounts of(Map<String, Long> counts) {
        long resources = 0;
        long pages = 0;
        long others = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            if (ONE_BY_ONE.contains(count.getKey())) {
                resources += count.getValue();
            } else if (count.getKey().contains("_List") && !count.getKey().endsWith("_ListSecrets")) {
                pages += count.getValue();
            } else if (!ResourceChanges.OPERATIONS.contains(count.getKey())) {
                others += count.getValue();
            }
        }
        return new RequestCounts(resources, pages, others);
    }

    RequestCounts since(RequestCounts before) {
        return new RequestCounts(resources - before.resources, pages - before.pages, others - before.others);
    }

    long requests() {
        return resources + pages;
    }

    /** As one line; {@link #parse} reads it. */
    String line() {
        return resources + " " + pages + " " + others;
    }

    static RequestCounts parse(String line) {
        String[] parts = line.split(" ", -1);
        return new RequestCounts(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
