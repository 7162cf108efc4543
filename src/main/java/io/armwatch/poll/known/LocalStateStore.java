package io.armwatch.poll.known;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.detection.DetectionService;
import io.armwatch.detection.KnownStates;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.detection.KnownStates.NotHereException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The known states that change detection holds in this process. */
record LocalStateStore(DetectionService detection) implements KnownStateStore {
    @Override
    public boolean holds(ArmId id) {
        return detection.known().map(states -> states.holds(id)).orElse(false);
    }

    @Override
    public Optional<Cell> get(Target target) throws NotHereException {
        return states().get(target.id(), target.key());
    }

    @Override
    public List<String> keys(ArmId below) throws NotHereException {
        return states().keys(below);
    }

    @Override
    public long moment() {
        return detection.stateVersions().now();
    }

    @Override
    public boolean hasChangedSince(Target target, long moment) {
        return detection
                .known()
                .map(states -> states.hasChangedSince(target.id(), target.key(), moment))
                .orElse(true);
    }

    @Override
    public int largestRecord() {
        return detection.largestRecord();
    }

    @Override
    public boolean takenSince(ArmId id, long moment) {
        return detection.known().map(states -> states.hasTakenSince(id, moment)).orElse(false);
    }

    @Override
    public void forgetBefore(long moment) {
        detection.stateVersions().forgetBefore(moment);
    }

    @Override
    public Iterable<String> keys() {
        return detection.known().map(KnownStates::keys).orElse(List.of());
    }

    @Override
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return detection.published(wanted, values);
    }

    @Override
    public long version() {
        return detection.known().map(KnownStates::version).orElse(0L);
    }

    private KnownStates states() throws NotHereException {
        return detection.known().orElseThrow(NotHereException::new);
    }
}
