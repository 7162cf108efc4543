package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What complete lists do not hold although it is known: it is asked for by itself, as only its own answer proves it gone. */
final class AbsenceCheck {
    private final Memory memory;
    private final FollowUpRequests followUps;
    private final SecretsGate secrets;
    private final Reconciliation reconciliation;

    AbsenceCheck(Memory memory, FollowUpRequests followUps, SecretsGate secrets, Reconciliation reconciliation) {
        this.memory = memory;
        this.followUps = followUps;
        this.secrets = secrets;
        this.reconciliation = reconciliation;
    }

    /**
     * Asks for what is known and was not met, where the lists show that it is not there; the rest of what is known and was not met
     * has not been seen.
     */
    void check(Walk walk, Work work) {
        walk.forgetsEarlier();
        List<Source> sources = new ArrayList<>(List.of(walk.source()));
        secrets.beside(walk.source()).ifPresent(sources::add);
        for (String key : memory.keys(walk.part().below())) {
            for (Source source : sources) {
                check(walk, source, key, work);
            }
        }
    }

    /** Whether the parent is there whose children a list holds: where it is not, nobody reads that list any more. */
    private void checkList(Walk walk, Source source, String key) {
        if (source == walk.source() && walk.hasWholeRoot()) {
            Coverage.target(source.name(), key)
                    .filter(list -> Coverage.isNested(list.id()))
                    .ifPresent(list -> reconciliation.parentOf(list, walk.hasBegun(list.id())));
        }
    }

    private void check(Walk walk, Source source, String key, Work work) {
        if (key.contains(Target.LIST)) {
            checkList(walk, source, key);
            return;
        }
        if (!key.endsWith(source.keySuffix())) {
            return;
        }
        String resourceKey = key.substring(0, key.length() - source.keySuffix().length());
        if (walk.hasMet(resourceKey)) { // as nearly all
            reconciliation.finds(key);
            return;
        }
        ArmId id = ArmId.of(resourceKey);
        boolean resource = source == walk.source();
        if (!id.type().equalsIgnoreCase(source.type().fullName())) {
            return;
        }
        Optional<KnownState> known =
                memory.recall(new Target(source.name(), id, source.keySuffix())).flatMap(KnownSnapshot::state);
        boolean seenBefore = known.flatMap(KnownState::state).isPresent();
        if (seenBefore && walk.shows(id.key())) {
            followUps.add(ArmRequest.entity(source, known.orElseThrow().target().id(), walk, true), work);
        } else if (seenBefore && resource) {
            walk.failed();
        } else if (known.flatMap(KnownState::outage).isPresent() && walk.shows(id.key())) {
            reconciliation.lacks(key);
        }
    }
}
