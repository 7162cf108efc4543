package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KnownStates;
import io.armwatch.judge.KnownStates.Cell;
import io.armwatch.judge.KnownStates.NotHereException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the judgement of this process knows. */
record JudgedStore(JudgeService judge) implements KnownStateStore {
    @Override
    public boolean holds(ArmId id) {
        return judge.known().map(states -> states.holds(id)).orElse(false);
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
        return judge.ledger().now();
    }

    @Override
    public boolean changedSince(Target target, long moment) {
        return judge.known()
                .map(states -> states.changedSince(target.id(), target.key(), moment))
                .orElse(true);
    }

    @Override
    public int largestRecord() {
        return judge.largestRecord();
    }

    @Override
    public boolean takenSince(ArmId id, long moment) {
        return judge.known().map(states -> states.takenSince(id, moment)).orElse(false);
    }

    @Override
    public void forgetBefore(long moment) {
        judge.ledger().forgetBefore(moment);
    }

    @Override
    public Iterable<String> keys() {
        return judge.known().map(KnownStates::keys).orElse(List.of());
    }

    @Override
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return judge.published(wanted, values);
    }

    @Override
    public long version() {
        return judge.known().map(KnownStates::version).orElse(0L);
    }

    private KnownStates states() throws NotHereException {
        return judge.known().orElseThrow(NotHereException::new);
    }
}
