package io.armwatch.azure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** Those that take nothing out, as no scope covers them or anything below them. Scopes of the tenant count for nothing. */
    public Exclusions outside(Collection<? extends Scope> scopes) {
        Predicate<String> isCovered = key -> scopes.stream().anyMatch(scope -> isCovered(key, scope));
        return new Exclusions(keys.stream().filter(isCovered.negate()).collect(Collectors.toSet()));
    }

    private static boolean isCovered(String key, Scope scope) {
        if (scope instanceof Scope.Tenant) {
            return false;
        }
        List<String> pattern = segments(scope.text().strip().toLowerCase(Locale.ROOT));
        List<String> id = segments(pattern.contains("resourcegroups") ? key : withoutGroup(key));
        boolean isBelow = id.size() > pattern.size();
        return (!isBelow || scope instanceof Scope.Everything)
                && IntStream.range(0, Math.min(id.size(), pattern.size()))
                        .allMatch(i ->
                                pattern.get(i).equals("*") || pattern.get(i).equals(id.get(i)));
    }

    /** A scope without a resource group is about all of them. */
    private static String withoutGroup(String key) {
        return key.replaceFirst("^(/subscriptions/[^/]+)/resourcegroups/[^/]+", "$1");
    }

    private static List<String> segments(String path) {
        return List.of(path.replaceAll("^/+|/+$", "").split("/", -1));
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The lower-cased ids, sorted. */
    public String text() {
        return String.join(", ", new TreeSet<>(keys));
    }
}
