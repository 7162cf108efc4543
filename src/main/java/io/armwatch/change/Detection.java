package io.armwatch.change;

import java.util.List;

/**
 * The differences that a source finds between two states.
 *
 * @param changes in the order in which they are published
 * @param open the incidents that are open afterwards
 */
public record Detection(List<Change> changes, List<Incident> open) {
    public static final Detection NOTHING = new Detection(List.of(), List.of());

    public Detection {
        changes = List.copyOf(changes);
        open = List.copyOf(open);
    }
}
