package io.armwatch.source;

import io.armwatch.change.Change;
import java.util.Set;

/**
 * A change with an event type of its own, and the properties that its event reports.
 *
 * @param paths JSON Pointers that {@code resource.changed} leaves out, each including everything below it
 */
public record NamedChange(Change change, Set<String> paths) {
    public NamedChange {
        paths = Set.copyOf(paths);
    }
}
