package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What complete lists do not hold although it is known: it is asked for by itself, as only its own answer proves it gone. */
public final class AbsenceCheck {
    private final KnownStateCache cache;
    private final FollowUpRequests followUps;
    private final SecretsGate secrets;
    private final Reconciliation reconciliation;

    public AbsenceCheck(
            KnownStateCache cache, FollowUpRequests followUps, SecretsGate secrets, Reconciliation reconciliation) {
        this.cache = cache;
        this.followUps = followUps;
        this.secrets = secrets;
        this.reconciliation = reconciliation;
    }

    /**
     * Asks for what is known and was not met, where the lists show that it is not there; the rest of what is known and was not met
     * has not been seen.
     */
    void check(Scan scan, RequestQueue queue) {
        scan.forgetEarlier();
        List<Source> sources = new ArrayList<>(List.of(scan.source()));
        secrets.beside(scan.source()).ifPresent(sources::add);
        for (String key : cache.keys(scan.part().below())) {
            for (Source source : sources) {
                check(scan, source, key, queue);
            }
        }
    }

    /** Whether the parent is there whose children a list holds: where it is not, nobody reads that list any more. */
    private void checkList(Scan scan, Source source, String key) {
        if (source == scan.source() && scan.hasWholeRoot()) {
            ScopeCoverage.target(source.name(), key)
                    .filter(list -> ScopeCoverage.isNested(list.id()))
                    .ifPresent(list -> reconciliation.parentOf(list, scan.hasBegun(list.id())));
        }
    }

    private void check(Scan scan, Source source, String key, RequestQueue queue) {
        if (key.contains(Target.LIST)) {
            checkList(scan, source, key);
            return;
        }
        if (!key.endsWith(source.keySuffix())) {
            return;
        }
        String resourceKey = key.substring(0, key.length() - source.keySuffix().length());
        if (scan.hasSeen(resourceKey)) { // as nearly all
            reconciliation.finds(key);
            return;
        }
        ArmId id = ArmId.of(resourceKey);
        boolean resource = source == scan.source();
        if (!id.type().equalsIgnoreCase(source.type().fullName())) {
            return;
        }
        Optional<KnownState> known =
                cache.recall(new Target(source.name(), id, source.keySuffix())).flatMap(KnownSnapshot::state);
        boolean seenBefore = known.flatMap(KnownState::state).isPresent();
        if (seenBefore && scan.provesAbsent(id.key())) {
            followUps.add(ArmRequest.entity(source, known.orElseThrow().target().id(), scan, true), queue);
        } else if (seenBefore && resource) {
            scan.failed();
        } else if (known.flatMap(KnownState::outage).isPresent() && scan.provesAbsent(id.key())) {
            reconciliation.lacks(key);
        }
    }
}
