package io.armwatch.change;

import io.armwatch.change.Change.ResourceChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What time has changed for a resource.
 *
 * @param changes in the order in which they are published
 * @param open the incidents of time that are open afterwards
 * @param next when time changes something next, if nothing else does
 */
record TimeOutcome(List<TimeChange> changes, List<Incident> open, Optional<Instant> next) {
    static final TimeOutcome NOTHING = new TimeOutcome(List.of(), List.of(), Optional.empty());

    TimeOutcome {
        changes = List.copyOf(changes);
        open = List.copyOf(open);
    }

    /** The changes of the state with those of time, which take the fields that they report from {@code resource.changed}. */
    List<Change> joined(List<Change> ofState) {
        Set<String> paths =
                changes.stream().flatMap(change -> change.paths().stream()).collect(Collectors.toSet());
        List<Change> joined = new ArrayList<>(ofState.stream()
                .filter(each -> !(each instanceof ResourceChanged))
                .toList());
        changes.forEach(each -> joined.add(each.change()));
        ofState.stream()
                .filter(ResourceChanged.class::isInstance)
                .flatMap(each -> ((ResourceChanged) each).without(paths).stream())
                .forEach(joined::add);
        return joined;
    }

    /**
     * One change.
     *
     * @param paths JSON Pointers of the fields that its event reports
     */
    record TimeChange(Change change, Set<String> paths) {}
}
