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
import io.armwatch.poll.retry.OutageTracker;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one look at one target comes to: an observation to send, or nothing where it says what is known, by the very judgement
 * that would be passed on it. Nothing is remembered of what is sent: until it is committed, the next look sees the same difference
 * again.
 */
public final class ObservationFactory {
    private static final int LARGEST_STATE = 400 * 1024;
    /** Of a record besides the states that it holds. */
    private static final int ENVELOPE = 16 * 1024;

    private final KnownStateCache cache;
    private final ChangeDetection detection;
    private final PollBackoff backoff;
    private final Fingerprints fingerprints;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ConcurrentMap<String, Counter> outcomes = new ConcurrentHashMap<>();
    private final OutageTracker outages = new OutageTracker();

    public ObservationFactory(
            KnownStateCache cache,
            ChangeDetection detection,
            PollBackoff backoff,
            Fingerprints fingerprints,
            Clock clock,
            MeterRegistry meters) {
        this.cache = cache;
        this.detection = detection;
        this.backoff = backoff;
        this.fingerprints = fingerprints;
        this.clock = clock;
        this.meters = meters;
    }

    /** The state that an answer shows. */
    JsonNode decoded(Source source, ArmId id, JsonNode answer) throws InvalidAnswerException {
        JsonNode state = source.decode(id, answer, fingerprints);
        int largest = largestState();
        if (Json.write(state).length > largest) {
            throw new InvalidAnswerException("the resource is larger than " + largest + " bytes");
        }
        return state;
    }

    /** A change holds a state twice at most, and with both must fit into a record of Kafka. */
    private int largestState() {
        return Math.max(ENVELOPE, Math.min(LARGEST_STATE, (cache.largestRecord() - ENVELOPE) / 2));
    }

    /** The resource is there, with this state. */
    Optional<Observation> seen(
            Poll poll, Target target, KnownSnapshot known, JsonNode state, Digest digest, Optional<String> etag) {
        int failedAttempts = ended(poll, target);
        Optional<Observation> observations = judged(
                poll, known, last -> new Seen(target, known.revision(), poll.askedAt(), state, last, failedAttempts));
        if (observations.isEmpty()) {
            cache.seenAgain(known, digest, etag, poll.askedAt());
        }
        counted(poll, target, observations.isPresent() ? "changed" : "unchanged");
        return observations;
    }

    /** The resource is there, and as it was known. */
    void unchanged(Poll poll, Target target) {
        ended(poll, target);
        counted(poll, target, "unchanged");
    }

    /** ARM says that there is no such resource or list. Until that is sure, it has not been seen. */
    Optional<Observation> absent(Poll poll, PollFailure why) {
        Failure failure = failure(poll, poll.target(), why, poll.known().isReportedMissing());
        Absent absent = new Absent(
                poll.target(),
                poll.known().revision(),
                poll.askedAt(),
                failure,
                poll.request().confirming(),
                lastSeenAt(poll, poll.known()));
        DetectionResult result = verdict(poll.known(), absent);
        Optional<KnownState> after = result instanceof Accepted accepted
                ? Optional.of(accepted.known())
                : poll.known().state();
        boolean gone = after.map(KnownState::deleted).orElse(false);
        if (!gone || result instanceof Accepted) {
            counted(poll, poll.target(), gone ? "changed" : Reason.MISSING.text());
        }
        if (after.flatMap(KnownState::outage)
                .filter(outage -> outage.reason() == Reason.MISSING)
                .isPresent()) {
            // What would hold the list is gone for sure, so it holds nothing.
            poll.request().page().ifPresent(poll.scan()::completeList);
        }
        if (gone && poll.scan().part().list().isPresent()) {
            forget(poll.target());
        } else if (gone) { // named itself, it is polled on
            cache.forget(poll.target());
        }
        return result instanceof Accepted ? Optional.of(absent) : Optional.empty();
    }

    /**
     * Where a resource is gone, so is what a second view showed of it.
     *
     * @param absent what was observed of the resource itself
     */
    Optional<Observation> absentToo(Poll poll, Source beside, Optional<Observation> absent) {
        boolean gone = poll.known().isGone()
                || absent.filter(each -> verdict(poll.known(), each) instanceof Accepted accepted
                                && accepted.known().deleted())
                        .isPresent();
        Target target = new Target(beside.name(), poll.target().id(), beside.keySuffix());
        Optional<KnownSnapshot> known = cache.recall(target)
                .filter(each -> each.state().filter(state -> !state.isQuiet()).isPresent());
        if (!gone || known.isEmpty()) {
            return Optional.empty();
        }
        forget(target);
        return Optional.of(absentToo(poll, target, known.get()));
    }

    /** A view that could never be read has no state that could be gone: only its outage ends. */
    private static Observation absentToo(Poll poll, Target target, KnownSnapshot known) {
        if (known.state().flatMap(KnownState::state).isEmpty()) {
            return new Unwatched(target, known.revision(), poll.askedAt());
        }
        Failure failure =
                new Failure(Reason.MISSING, Optional.of(404), Optional.empty(), Optional.empty(), 1, Optional.empty());
        return new Absent(target, known.revision(), poll.askedAt(), failure, true);
    }

    /** Forgets the outages of all other keys. */
    public void keep(Predicate<String> kept) {
        outages.keep(kept);
    }

    /** No list holds it any more, so that nothing would ask for it again. */
    private void forget(Target target) {
        cache.forget(target);
        backoff.answered(target.key());
        outages.ended(target.key());
    }

    /** A target could not be seen, and is not tried again in this scan. */
    Optional<Observation> failed(Poll poll, Target target, KnownSnapshot known, PollFailure why) {
        counted(poll, target, why.reason().text());
        Failure failure = failure(poll, target, why, why.isPermanent());
        return judged(poll, known, last -> new Failed(target, known.revision(), poll.askedAt(), failure, last));
    }

    /** A list can be read. */
    Optional<Observation> reached(Poll poll) {
        int failedAttempts = ended(poll, poll.target());
        return judged(
                poll,
                poll.known(),
                last -> new Reached(poll.target(), poll.known().revision(), poll.askedAt(), failedAttempts, last));
    }

    /** A target could not be seen, for a reason that is reported elsewhere. */
    void unseen(Poll poll, Reason reason) {
        counted(poll, poll.target(), reason.text());
    }

    /** A walk has ended. */
    Optional<Observation> scanned(Scan scan) {
        Target target = Sources.listTarget(scan.source(), scan.part().id());
        return cache.holds(target.id())
                ? Optional.of(new Scanned(target, 0, clock.instant(), scan.completed(), Optional.of(scan.coverage())))
                : Optional.empty();
    }

    /** Ends the outages of narrower lists that were read while a wider one could not be: the wider one shows now what they would. */
    List<Observation> replaced(Scan scan) {
        return scan.replaced().stream()
                .map(listing -> Sources.listTarget(scan.source(), listing.id()))
                .flatMap(target -> replaced(scan, target).stream())
                .toList();
    }

    private Optional<Observation> replaced(Scan scan, Target target) {
        Optional<KnownSnapshot> known = cache.recall(target)
                .filter(each -> each.state().flatMap(KnownState::outage).isPresent());
        int failedAttempts = known.flatMap(each -> end(scan.run(), target))
                .map(OutageTracker.Outage::attempts)
                .orElse(0);
        return known.map(
                each -> new Reached(target, each.revision(), clock.instant(), failedAttempts, each.lastSeenAt()));
    }

    /** @param at makes the observation of the last successful poll before: that is looked for only where it is reported */
    private Optional<Observation> judged(Poll poll, KnownSnapshot known, Function<Optional<Instant>, Observation> at) {
        Observation observation = at.apply(Optional.empty());
        return detection.accepts(known.state(), observation, differ(observation))
                ? Optional.of(at.apply(lastSeenAt(poll, known)))
                : Optional.empty();
    }

    /**
     * The last successful poll of a target: as this process has seen it, or as the last complete scan of the same resources proves it,
     * whichever process made that.
     */
    private Optional<Instant> lastSeenAt(Poll poll, KnownSnapshot known) {
        Optional<Instant> own = known.lastSeenAt();
        if (poll.isBeside()) { // no scan asks for each of these
            return own;
        }
        Scan walk = poll.scan();
        return cache.recall(Sources.listTarget(walk.source(), walk.part().id()))
                .flatMap(KnownSnapshot::state)
                .flatMap(KnownState::completeScan)
                .filter(scan -> scan.coverage().equals(walk.coverage()))
                .map(CompleteScan::startedAt)
                .filter(scan -> own.isEmpty() || scan.isAfter(own.get()))
                .or(() -> own);
    }

    private DetectionResult verdict(KnownSnapshot known, Observation observation) {
        return detection.compare(known.state(), observation, differ(observation));
    }

    private static StateComparison differ(Observation observation) {
        return Sources.comparison(observation.target()).orElseThrow();
    }

    /** How many attempts have failed before this look that did not. */
    private int ended(Poll poll, Target target) {
        return end(poll.run(), target).map(OutageTracker.Outage::attempts).orElse(0);
    }

    private Optional<OutageTracker.Outage> end(ScanRun run, Target target) {
        backoff.answered(target.key());
        Optional<OutageTracker.Outage> outage = outages.ended(target.key());
        outage.ifPresent(over -> run.recovered());
        return outage;
    }

    private Failure failure(Poll poll, Target target, PollFailure why, boolean permanent) {
        var outage = outages.failed(target.key(), why.reason(), poll.queued().attempt());
        Optional<Instant> next = backoff.failed(target.key(), target.source(), permanent, why.retryAfter());
        Failure failure = new Failure(
                why.reason(), why.status(), why.error().code(), why.error().message(), outage.attempts(), next);
        if (outage.begun()) {
            poll.run().trouble(new ScanRun.Trouble(target, failure, poll.ids()));
        }
        return failure;
    }

    /** A list is no resource, and neither is a second view of one: of these only the failures count, as something is lacking. */
    private void counted(Poll poll, Target target, String outcome) {
        Counter before = outcomes.get(outcome); // a lock less than computeIfAbsent
        Counter counter = before != null
                ? before
                : outcomes.computeIfAbsent(outcome, same -> meters.counter("armwatch.polls", "outcome", same));
        counter.increment();
        Scan scan = poll.scan();
        boolean resource = target.suffix().equals(scan.source().keySuffix());
        switch (outcome) {
            case "changed" -> {
                if (resource) {
                    scan.changed();
                }
            }
            case "unchanged" -> {
                if (resource) {
                    scan.unchanged();
                }
            }
            default -> {
                if (resource) {
                    scan.failed();
                } else {
                    scan.markIncomplete();
                }
            }
        }
    }
}
