package io.armwatch.source;

import io.armwatch.change.Incident;
import java.util.List;

/**
 * What becomes of a resource's incidents with one observation.
 *
 * @param told their events, in the order in which they happened
 * @param open those that are open afterwards
 */
public record Course(List<Told> told, List<Incident> open) {
    public Course {
        told = List.copyOf(told);
        open = List.copyOf(open);
    }
}
