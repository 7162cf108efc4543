package io.armwatch.source;

import io.armwatch.change.Change;
import java.util.Set;

/**
 * A change with its own event type, and the properties it tells of.
 *
 * @param paths JSON Pointers of what {@code resource.changed} need not repeat, each with all below it
 */
public record NamedChange(Change change, Set<String> paths) {
    public NamedChange {
        paths = Set.copyOf(paths);
    }

    boolean covers(String path) {
        return paths.stream().anyMatch(told -> path.equals(told) || path.startsWith(told + "/"));
    }
}
