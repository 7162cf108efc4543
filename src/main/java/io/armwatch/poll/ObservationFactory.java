package io.armwatch.poll;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.DetectionResult;
import io.armwatch.change.Failure;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Labels;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.change.StateComparison;
import io.armwatch.change.Target;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.known.PollOutcome;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.metric.SourceMetrics;
import io.armwatch.poll.retry.OutageTracker;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns the result of a poll into an observation to send, or into nothing if change detection would not accept it: it runs the same
 * comparison. Sent observations are not remembered, so until one is committed, the next poll finds the same difference again.
 */
public final class ObservationFactory {
    private static final int LARGEST_STATE = 400 * 1024;
    /** Bytes of a record besides the states in it. */
    private static final int ENVELOPE = 16 * 1024;

    private static final int MAX_FIRST_SCANS = 3;

    private final KnownStateCache cache;
    private final ChangeDetection detection;
    private final PollBackoff backoff;
    private final Fingerprints fingerprints;
    private final Clock clock;
    private final PollMetrics metrics;
    private final OutageTracker outages = new OutageTracker();

    public ObservationFactory(
            KnownStateCache cache,
            ChangeDetection detection,
            PollBackoff backoff,
            Fingerprints fingerprints,
            Clock clock,
            PollMetrics metrics) {
        this.cache = cache;
        this.detection = detection;
        this.backoff = backoff;
        this.fingerprints = fingerprints;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Decodes the state in a response, and checks that it fits into a record. */
    JsonNode decode(Source source, ArmId id, JsonNode answer) throws InvalidAnswerException {
        JsonNode state = source.decode(id, answer, fingerprints);
        int largest = largestState();
        if (Json.write(state).length > largest) {
            throw new InvalidAnswerException("the resource is larger than " + largest + " bytes");
        }
        return state;
    }

    /** A change holds at most two states, which must fit into one record of Kafka together. */
    private int largestState() {
        return Math.max(ENVELOPE, Math.min(LARGEST_STATE, (cache.largestRecord() - ENVELOPE) / 2));
    }

    /** The resource exists and has this state. */
    Optional<Observation> seen(
            Poll poll, Target target, KnownSnapshot known, JsonNode state, Digest digest, Optional<String> etag) {
        int failedAttempts = endOutage(poll, target);
        Labels own = Labels.of(state);
        Optional<Labels> listed = Optional.of(poll.request().listed())
                .filter(labels -> !own.orElse(labels).equals(own));
        int version = comparison(target).recordVersion();
        boolean firstScan = !detection.reporting().firstScans() && known.revision() == 0 && isFirst(poll.scan());
        Optional<Observation> observations = ifAccepted(
                poll,
                known,
                last -> new Seen(
                        target,
                        known.revision(),
                        poll.sentAt(),
                        state,
                        last,
                        failedAttempts,
                        listed,
                        version,
                        firstScan));
        if (observations.isEmpty()) {
            cache.markUnchanged(known, digest, etag, poll.sentAt());
        }
        if (observations.isPresent()) {
            cache.note(known, PollOutcome.CHANGED);
            countChanged(poll, target);
        } else {
            count(poll, target);
        }
        return observations;
    }

    /** Counts a poll that confirmed the known state, and ends the outage of its target. */
    void countUnchanged(Poll poll, Target target) {
        endOutage(poll, target);
        count(poll, target);
    }

    /** ARM says that the resource or list does not exist. Until that is confirmed, it counts as not seen. */
    Optional<Observation> absent(Poll poll, PollFailure cause) {
        poll.run().markMissing();
        Failure failure = failure(poll, poll.target(), cause, poll.known().isReportedMissing());
        Absent absent = new Absent(
                poll.target(),
                poll.known().revision(),
                poll.sentAt(),
                failure,
                poll.request().confirming(),
                lastSeenAt(poll, poll.known()));
        DetectionResult result = compare(poll.known(), absent);
        Optional<KnownState> after = result instanceof Accepted accepted
                ? Optional.of(accepted.known())
                : poll.known().state();
        boolean gone = after.map(KnownState::deleted).orElse(false);
        if (!gone || result instanceof Accepted) {
            if (gone) {
                countChanged(poll, poll.target());
            } else {
                countFailed(poll, poll.target(), Reason.MISSING);
            }
        }
        cache.note(poll.known(), PollOutcome.FAILED);
        if (after.flatMap(KnownState::outage)
                .filter(outage -> outage.reason() == Reason.MISSING)
                .isPresent()) {
            // The resource that would hold the list is gone for sure, so the list is empty.
            poll.request().page().ifPresent(poll.scan()::completeList);
        }
        if (gone && poll.scan().part().list().isPresent()) {
            forget(poll.target());
        } else if (gone) { // a scope names it, so it is still polled
            cache.forget(poll.target());
        }
        return result instanceof Accepted ? Optional.of(absent) : Optional.empty();
    }

    /**
     * If a resource is gone, its secrets are gone too.
     *
     * @param absent the observation of the resource itself
     */
    Optional<Observation> secretsAbsent(Poll poll, Source beside, Optional<Observation> absent) {
        boolean gone = poll.known().isGone()
                || absent.filter(each -> compare(poll.known(), each) instanceof Accepted accepted
                                && accepted.known().deleted())
                        .isPresent();
        Target target = new Target(beside.name(), poll.target().id(), beside.keySuffix());
        Optional<KnownSnapshot> known = cache.recall(target)
                .filter(each -> each.state().filter(state -> !state.isQuiet()).isPresent());
        if (!gone || known.isEmpty()) {
            return Optional.empty();
        }
        forget(target);
        return Optional.of(secretsAbsent(poll, target, known.get()));
    }

    /** Secrets that could never be read have no state that could be deleted; only their outage ends. */
    private static Observation secretsAbsent(Poll poll, Target target, KnownSnapshot known) {
        if (known.state().flatMap(KnownState::state).isEmpty()) {
            return new Unwatched(target, known.revision(), poll.sentAt());
        }
        Failure failure =
                new Failure(Reason.MISSING, Optional.of(404), Optional.empty(), Optional.empty(), 1, Optional.empty());
        return new Absent(target, known.revision(), poll.sentAt(), failure, true);
    }

    /** Forgets the outages of all other keys. */
    public void keep(Predicate<String> kept) {
        outages.keep(kept);
    }

    /** Forgets a target that no list holds any more, as nothing would poll it again. */
    private void forget(Target target) {
        cache.forget(target);
        backoff.reset(target.key());
        outages.end(target.key());
    }

    /** The target could not be polled, and is not retried in this scan. */
    Optional<Observation> failed(Poll poll, Target target, KnownSnapshot known, PollFailure cause) {
        countFailed(poll, target, cause.reason());
        cache.note(known, PollOutcome.FAILED);
        Failure failure = failure(poll, target, cause, cause.isPermanent());
        return ifAccepted(poll, known, last -> new Failed(target, known.revision(), poll.sentAt(), failure, last));
    }

    /** The list can be read. */
    Optional<Observation> reached(Poll poll) {
        int failedAttempts = endOutage(poll, poll.target());
        return ifAccepted(
                poll,
                poll.known(),
                last -> new Reached(poll.target(), poll.known().revision(), poll.sentAt(), failedAttempts, last));
    }

    /** A list holds the resource, but the source does not poll it. Its known state stays; only its outage ends. */
    Optional<Observation> skipped(Poll poll, Target target) {
        Optional<KnownSnapshot> failing = cache.recall(target)
                .filter(known -> known.state().flatMap(KnownState::outage).isPresent())
                .filter(known -> !cache.hasChangedSince(target, poll.moment()));
        return failing.map(known ->
                new Reached(target, known.revision(), poll.sentAt(), endOutage(poll, target), known.lastSeenAt()));
    }

    /** Counts a target that could not be polled, for a reason that is reported elsewhere. */
    void countUnseen(Poll poll, Reason reason) {
        countFailed(poll, poll.target(), reason);
        cache.note(poll.known(), PollOutcome.FAILED);
    }

    /** Counts a response with status 429. */
    void countThrottled(Poll poll) {
        metrics(poll).countThrottled();
    }

    /** The end of a scan. */
    Optional<Observation> scanned(Scan scan) {
        Target target = Sources.listTarget(scan.source(), scan.part().id());
        return cache.holds(target.id())
                ? Optional.of(new Scanned(target, 0, clock.instant(), scan.summary(), Optional.of(scan.coverage())))
                : Optional.empty();
    }

    /** Ends the outages of narrower lists that were read instead of a wider one, which can be read again. */
    List<Observation> replaced(Scan scan) {
        return scan.replacedLists().stream()
                .map(listing -> Sources.listTarget(scan.source(), listing.id()))
                .flatMap(target -> replaced(scan, target).stream())
                .toList();
    }

    private Optional<Observation> replaced(Scan scan, Target target) {
        Optional<KnownSnapshot> known = cache.recall(target)
                .filter(each -> each.state().flatMap(KnownState::outage).isPresent());
        int failedAttempts = known.flatMap(each -> removeOutage(scan.run(), target))
                .map(OutageTracker.Outage::attempts)
                .orElse(0);
        return known.map(
                each -> new Reached(target, each.revision(), clock.instant(), failedAttempts, each.lastSeenAt()));
    }

    /** @param observationFor makes the observation for the time of the last successful poll, which is looked up only if it is accepted */
    private Optional<Observation> ifAccepted(
            Poll poll, KnownSnapshot known, Function<Optional<Instant>, Observation> observationFor) {
        Observation observation = observationFor.apply(Optional.empty());
        return detection.accepts(known.state(), observation, comparison(observation.target()))
                ? Optional.of(observationFor.apply(lastSeenAt(poll, known)))
                : Optional.empty();
    }

    /**
     * When a target was last polled successfully: by this process, or by the last complete scan of the same resources in any process.
     */
    private Optional<Instant> lastSeenAt(Poll poll, KnownSnapshot known) {
        Optional<Instant> own = known.lastSeenAt();
        if (poll.isOfSecrets()) { // a complete scan does not read all secrets
            return own;
        }
        return completeScan(poll.scan())
                .map(CompleteScan::startedAt)
                .filter(startedAt -> own.isEmpty() || startedAt.isAfter(own.get()))
                .or(() -> own);
    }

    /** The last complete scan of the same resources, in any process. */
    private Optional<CompleteScan> completeScan(Scan scan) {
        return cache.recall(Sources.listTarget(scan.source(), scan.part().id()))
                .flatMap(KnownSnapshot::state)
                .flatMap(KnownState::completeScan)
                .filter(complete -> complete.coverage().equals(scan.coverage()));
    }

    /** Whether a scan is the first one of its scope. A scope whose scans are never complete has three first ones in each process. */
    private boolean isFirst(Scan scan) {
        return scan.number() <= MAX_FIRST_SCANS && completeScan(scan).isEmpty();
    }

    /** The outages as this process has seen them. */
    public OutageTracker outages() {
        return outages;
    }

    private DetectionResult compare(KnownSnapshot known, Observation observation) {
        return detection.compare(known.state(), observation, comparison(observation.target()));
    }

    private static StateComparison comparison(Target target) {
        return Sources.comparison(target).orElseThrow();
    }

    /** Ends the outage of a target, and returns how many attempts have failed in it. */
    private int endOutage(Poll poll, Target target) {
        return removeOutage(poll.run(), target)
                .map(OutageTracker.Outage::attempts)
                .orElse(0);
    }

    private Optional<OutageTracker.Outage> removeOutage(ScanRun run, Target target) {
        backoff.reset(target.key());
        Optional<OutageTracker.Outage> outage = outages.end(target.key());
        outage.ifPresent(ended -> run.countRecovery());
        return outage;
    }

    private Failure failure(Poll poll, Target target, PollFailure cause, boolean permanent) {
        var outage = outages.countFailures(
                target.key(), cause.reason(), poll.queued().attempt());
        Optional<Instant> next = backoff.backOff(target.key(), target.source(), permanent, cause.retryAfter());
        Failure failure = new Failure(
                cause.reason(),
                cause.status(),
                cause.error().code(),
                cause.error().message(),
                outage.attempts(),
                next);
        outages.keepFailure(target.key(), new OutageTracker.LastFailure(poll.sentAt(), failure));
        if (outage.begun()) {
            poll.run().addTrouble(new ScanRun.Trouble(target, failure, poll.callIds()));
        }
        return failure;
    }

    private SourceMetrics metrics(Poll poll) {
        return metrics.of(poll.scan().source().name());
    }

    private static boolean isResource(Poll poll, Target target) {
        return target.suffix().equals(poll.scan().source().keySuffix());
    }

    /** Counts a poll without a difference. Lists and secrets are not resources, and do not count for the scan. */
    private void count(Poll poll, Target target) {
        metrics(poll).countUnchanged();
        if (isResource(poll, target)) {
            poll.scan().countUnchanged();
        }
    }

    private void countChanged(Poll poll, Target target) {
        metrics(poll).countChanged();
        if (isResource(poll, target)) {
            poll.scan().countChanged();
        }
    }

    /** Counts a failed poll. If it was not of a resource, it only makes the scan incomplete. */
    private void countFailed(Poll poll, Target target, Reason reason) {
        metrics(poll).countFailed(reason);
        if (isResource(poll, target)) {
            poll.scan().countFailed();
        } else {
            poll.scan().markIncomplete();
        }
    }
}
