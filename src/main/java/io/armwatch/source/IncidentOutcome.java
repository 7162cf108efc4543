package io.armwatch.source;

import io.armwatch.change.Incident;
import java.util.List;

/**
 * What becomes of a resource's incidents with one observation.
 *
 * @param changes their events, in the order in which they happened
 * @param open those that are open afterwards
 */
public record IncidentOutcome(List<NamedChange> changes, List<Incident> open) {
    public IncidentOutcome {
        changes = List.copyOf(changes);
        open = List.copyOf(open);
    }
}
