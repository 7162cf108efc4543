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

/**
 * Finds known resources that complete lists do not hold, and requests each one by itself. A list alone proves no deletion: only the
 * response to that request does.
 */
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
     * Requests the known resources that a scan has not seen, if its lists prove that they are absent. Otherwise such a resource counts as
     * failed.
     */
    void check(Scan scan, RequestQueue queue) {
        scan.forgetEarlier();
        List<Source> sources = new ArrayList<>(List.of(scan.source()));
        secrets.secretsSource(scan.source()).ifPresent(sources::add);
        for (String key : cache.keys(scan.part().below())) {
            for (Source source : sources) {
                check(scan, source, key, queue);
            }
        }
    }

    /** Notes whether the parent of a list was found: if it is gone, no scan reads the list any more. */
    private void checkList(Scan scan, Source source, String key) {
        if (source == scan.source()) {
            ScopeCoverage.target(source.name(), key)
                    .filter(list -> ScopeCoverage.isNested(list.id()))
                    .ifPresent(list -> checkParent(scan, list));
        }
    }

    private void checkParent(Scan scan, Target list) {
        boolean found = scan.hasStarted(list.id());
        String parent = list.id().key();
        if (found || scan.provesAbsent(parent.substring(0, parent.lastIndexOf('/')))) {
            reconciliation.noteParent(list, found);
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
        if (scan.hasSeen(resourceKey)) { // nearly always
            reconciliation.markFound(key);
            return;
        }
        ArmId id = ArmId.of(resourceKey);
        boolean isResource = source == scan.source();
        if (scan.part().types().stream().noneMatch(type -> type.isTypeOf(id))
                || scan.part().exclusions().contain(id)) {
            return;
        }
        Optional<KnownState> known =
                cache.recall(new Target(source.name(), id, source.keySuffix())).flatMap(KnownSnapshot::state);
        boolean seenBefore = known.flatMap(KnownState::state).isPresent();
        if (seenBefore && scan.provesAbsent(id.key())) {
            followUps.add(ArmRequest.entity(source, known.orElseThrow().target().id(), scan, true), queue);
        } else if (seenBefore && isResource) {
            scan.countFailed();
        } else if (known.flatMap(KnownState::outage).isPresent()
                && scan.provesAbsent(id.key())
                && (isResource || !isKnown(scan.source(), id))) {
            reconciliation.markOrphan(key);
        }
    }

    /** Whether a resource itself has a known state: then the poll of it decides about its secrets, too. */
    private boolean isKnown(Source source, ArmId id) {
        return cache.recall(new Target(source.name(), id, source.keySuffix()))
                .flatMap(KnownSnapshot::state)
                .flatMap(KnownState::state)
                .isPresent();
    }
}
