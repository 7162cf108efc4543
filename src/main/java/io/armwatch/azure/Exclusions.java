package io.armwatch.azure;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the watch list takes out: Azure subscriptions, resource groups and resources, each with everything below it.
 *
 * @param keys the lower-cased ids
 */
public record Exclusions(Set<String> keys) {
    public static final Exclusions NONE = new Exclusions(Set.of());

    public Exclusions {
        keys = Set.copyOf(keys);
    }

    public static Exclusions of(Collection<ArmId> ids) {
        return new Exclusions(ids.stream().map(ArmId::key).collect(Collectors.toSet()));
    }

    /** Whether an id is taken out, or is below one that is. */
    public boolean contain(ArmId id) {
        if (keys.isEmpty()) { // nearly always
            return false;
        }
        String key = id.key();
        for (int end = key.length(); end > 0; end = key.lastIndexOf('/', end - 1)) {
            if (keys.contains(key.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    /** The exclusions below an id. */
    public Exclusions below(ArmId id) {
        Predicate<String> isBelow = key -> key.startsWith(id.key() + "/");
        return keys.isEmpty()
                ? NONE
                : new Exclusions(keys.stream().filter(isBelow).collect(Collectors.toSet()));
    }

    /** The lower-cased ids, sorted. */
    public String text() {
        return String.join(", ", new TreeSet<>(keys));
    }
}
