package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.FinishedScans;
import io.armwatch.poll.scan.LostStateRecovery;
import io.armwatch.poll.scan.Scan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the known states in step with the watch list, with the published rows, and with the Azure subscriptions that this process holds.
 * What fails here delays no scan: it is tried again with the next one.
 */
public final class KnownStateUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(KnownStateUpkeep.class);

    private final KnownStateCache cache;
    private final PollBackoff backoff;
    private final Reconciliation reconciliation;
    private final LostStateRecovery recovery;
    private final FinishedScans finished;
    private final List<Consumer<Predicate<String>>> keepers = new CopyOnWriteArrayList<>();

    KnownStateUpkeep(
            KnownStateCache cache,
            PollBackoff backoff,
            Reconciliation reconciliation,
            LostStateRecovery recovery,
            FinishedScans finished) {
        this.cache = cache;
        this.backoff = backoff;
        this.reconciliation = reconciliation;
        this.recovery = recovery;
        this.finished = finished;
    }

    /** Finds known states that no scan polls any more. */
    public Reconciliation reconciliation() {
        return reconciliation;
    }

    /** Compares the rows of the topic of known states with the known states. Call it before the scans of newly held subscriptions begin. */
    public void comparePublished() {
        try {
            finished.send(recovery.load());
        } catch (RuntimeException e) {
            LOG.error(
                    "The topic of known states cannot be compared with the known states; scans begin without that", e);
        }
    }

    /** Checks the published rows of a scan's scope that the scan has not seen. Call it before the scan ends. */
    void confirm(Scan scan) {
        try {
            finished.send(recovery.confirm(scan));
        } catch (RuntimeException e) {
            LOG.error(
                    "The rows of azure.known-states cannot be compared with what the scan of {} found",
                    scan.part().scope(),
                    e);
        }
    }

    /**
     * Reports the known states of a source that are no longer watched.
     *
     * @param first whether it is the first source, with which the states that belong to no source are reviewed
     */
    void review(String source, boolean first) {
        try {
            finished.send(reconciliation.review(source));
            if (first) {
                finished.send(reconciliation.review(ScopeCoverage.CREDENTIAL));
                finished.send(reconciliation.review(ScopeCoverage.TENANT));
                finished.send(recovery.retry());
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "Known states of {} that are no longer watched cannot be looked up; the next scan tries again",
                    source,
                    e);
        }
    }

    /** Adds a keeper of state by key: it is called with the keys to keep, and forgets all others. */
    public void addKeeper(Consumer<Predicate<String>> keeper) {
        keepers.add(keeper);
    }

    /** Forgets what belongs to Azure subscriptions that this process no longer holds. */
    void forgetElsewhere() {
        Map<String, Boolean> held = new HashMap<>();
        Predicate<String> kept = key -> held.computeIfAbsent(subscription(key), same -> cache.holds(ArmId.of(same)));
        cache.forgetElsewhere();
        backoff.keep(kept);
        reconciliation.keep(kept);
        recovery.keep(kept);
        keepers.forEach(each -> each.accept(kept));
    }

    /** The id of the Azure subscription that a key belongs to; for a list of the tenant, the id under which it is reported. */
    private static String subscription(String key) {
        int list = key.indexOf(Target.LIST);
        int end = key.startsWith("/subscriptions/") ? key.indexOf('/', "/subscriptions/".length()) : list;
        return end >= 0 ? key.substring(0, end) : list >= 0 ? key.substring(0, list) : key;
    }
}
