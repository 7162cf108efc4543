package io.armwatch.poll;

import static java.util.Comparator.naturalOrder;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Failure;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.retry.FailureReasons;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rights that the role of armwatch's identity lacks: ARM refuses polls with 403. That is one outage for each source and Azure subscription,
 * not one for each resource or list. It ends when everything that was refused can be polled, is gone, or is no longer in a complete scan.
 */
public final class MissingRights {
    private static final Logger LOG = LoggerFactory.getLogger(MissingRights.class);

    private final KnownStateCache cache;
    private final PollBackoff backoff;
    private final Schedules schedules;
    private final Clock clock;
    /** By the key of the target under which the outage is reported. */
    private final ConcurrentMap<String, DeniedPolls> denied = new ConcurrentHashMap<>();

    public MissingRights(KnownStateCache cache, PollBackoff backoff, Schedules schedules, Clock clock) {
        this.cache = cache;
        this.backoff = backoff;
        this.schedules = schedules;
        this.clock = clock;
    }

    /**
     * Notes a failed poll.
     *
     * @return whether a right is missing, so that the failure is reported for the Azure subscription and not for the target of the poll
     */
    boolean markDenied(Poll poll, PollFailure failure) {
        if (!FailureReasons.isMissingRight(failure.reason(), failure.error())) {
            return false;
        }
        Target target = poll.target();
        String action = failure.error().deniedAction().orElseGet(poll.request()::action);
        denied.compute(reported(poll.scan()).key(), (same, before) -> {
            DeniedPolls polls = before == null ? new DeniedPolls() : before;
            polls.add(target, action, poll.scan().coverage(), failure.error());
            return polls;
        });
        backoff.backOff(target.key(), target.source(), true, failure.retryAfter());
        return true;
    }

    /** Notes a response; one that shows the resource or that it does not exist proves the right. */
    void markAnswered(Poll poll, ArmResponse response) {
        if (denied.isEmpty()) { // nearly always
            return;
        }
        int status = response.status();
        if (status == 200 || status == 304 || (status == 404 && response.error().fromArm())) {
            DeniedPolls polls = denied.get(reported(poll.scan()).key());
            if (polls != null) {
                polls.remove(poll.target().key());
            }
        }
    }

    /** The Azure subscription, as the list of the source. */
    private static Target reported(Scan scan) {
        return Sources.listTarget(
                scan.source(), ArmId.of("/subscriptions/" + scan.run().subscription()));
    }

    /** The observation that follows from a finished scan, if the outage has begun or ended. */
    Optional<Observation> observationAfter(Scan scan) {
        boolean complete = scan.summary().complete();
        boolean runComplete = scan.run().concludeScan(complete);
        Target target = reported(scan);
        Optional<KnownSnapshot> snapshot = cache.recall(target);
        if (snapshot.isEmpty()) { // another process holds the Azure subscription
            return Optional.empty();
        }
        DeniedPolls polls = denied.get(target.key());
        if (polls != null && complete) {
            polls.removeAllOf(scan.coverage());
        }
        boolean reported = isReported(snapshot.get());
        if (polls != null && polls.isOpen()) {
            log(scan, polls);
            return reported ? Optional.empty() : Optional.of(failed(scan, target, snapshot.get(), polls));
        }
        if (!reported) {
            denied.computeIfPresent(target.key(), (same, each) -> each.isOpen() ? each : null);
            return Optional.empty();
        }
        // After a restart nothing is remembered: only a whole run proves that all is allowed again.
        return polls != null || runComplete
                ? Optional.of(new Reached(
                        target, snapshot.get().revision(), clock.instant(), polls == null ? 0 : polls.attempts()))
                : Optional.empty();
    }

    private static boolean isReported(KnownSnapshot known) {
        return known.state()
                .flatMap(KnownState::outage)
                .map(Outage::reason)
                .filter(Reason.FORBIDDEN::equals)
                .isPresent();
    }

    private Failed failed(Scan scan, Target target, KnownSnapshot known, DeniedPolls polls) {
        Instant now = clock.instant();
        ArmError error = polls.error();
        String message = "The role lacks " + String.join(", ", polls.actions())
                + error.message().map(text -> ". " + text).orElse("");
        Failure failure = new Failure(
                Reason.FORBIDDEN,
                Optional.of(403),
                error.code(),
                Optional.of(ArmError.presentable(message)),
                Math.max(1, polls.attempts()),
                schedules.next(scan.source().name(), now));
        return new Failed(target, known.revision(), now, failure);
    }

    private static void log(Scan scan, DeniedPolls polls) {
        polls.unloggedActions().stream()
                .sorted(naturalOrder())
                .forEach(action -> LOG.warn(
                        "{}: armwatch's identity has no right to {} in subscription {}: {} cannot be polled, for example {}. "
                                + "Add the action to its role: armwatch role prints the role that it needs",
                        scan.source().name(),
                        action,
                        scan.run().subscription(),
                        polls.countText(action),
                        polls.example(action)));
    }

    /** Forgets what belongs to all other keys. */
    public void keep(Predicate<String> kept) {
        denied.keySet().removeIf(kept.negate());
    }
}
