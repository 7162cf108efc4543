package io.armwatch.source;

import io.armwatch.change.Incident;
import java.util.List;

/**
 * The incidents of a resource after one observation.
 *
 * @param changes the incidents' changes, in the order in which they happened
 * @param open the incidents that are open afterwards
 */
public record IncidentOutcome(List<NamedChange> changes, List<Incident> open) {
    public IncidentOutcome {
        changes = List.copyOf(changes);
        open = List.copyOf(open);
    }
}
