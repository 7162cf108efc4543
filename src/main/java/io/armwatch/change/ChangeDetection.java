package io.armwatch.change;

import io.armwatch.change.Change.PollFailed;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.Change.ResourceUnwatched;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How what is known and an observation become what is known now and what is to be told: compare-and-set on the revision, then
 * a pure function.
 *
 * @param confirmations how many answers in a row must say that a resource is not there before that is told
 */
public record ChangeDetection(int confirmations) {
    /** How long an observation may take until it is sent: a poll takes seconds, or minutes where its process was halted. */
    public static final Duration LATEST = Duration.ofMinutes(30);

    /** How long what is gone stays known at least: whatever was observed before is sent by then, or too late. */
    public static final Duration KEPT = LATEST.multipliedBy(2);

    public ChangeDetection {
        if (confirmations < 1) {
            throw new IllegalArgumentException("a deletion needs at least one answer that says so");
        }
    }

    /** What follows from an observation. */
    public sealed interface DetectionResult {}

    /** The observation was compared with a revision that is no longer known: a slow, stale or repeated answer. */
    public record Stale(long known, long basedOn) implements DetectionResult {}

    /** It says what is known already. */
    public record Unchanged() implements DetectionResult {}

    /** It is known from now on. There may be nothing to tell of it, as where a resource that was missing once is back. */
    public record Accepted(KnownState known, List<DetectedChange> changes) implements DetectionResult {
        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    /** It is not known any more, and there is nothing to tell: all that there was to tell of it has been. */
    public record Forgotten() implements DetectionResult {}

    public DetectionResult compare(Optional<KnownState> known, Observation observation, StateComparison comparison) {
        KnownState before =
                known.map(state -> upgraded(state, comparison)).orElseGet(() -> KnownState.none(observation.target()));
        if (observation instanceof Scanned scanned) {
            return scanned(before, scanned);
        }
        if (before.revision() != observation.basedOn()) {
            return new Stale(before.revision(), observation.basedOn());
        }
        if (observation instanceof Seen seen) {
            return seen(before, seen, comparison);
        }
        if (observation instanceof Absent absent) {
            return absent(before, absent, comparison);
        }
        if (observation instanceof Failed failed) {
            return failed(before, failed);
        }
        if (observation instanceof Unwatched unwatched) {
            return unwatched(before, unwatched, comparison);
        }
        if (observation instanceof Recalled recalled) {
            return recalled(before, recalled, comparison);
        }
        return reached(before, (Reached) observation);
    }

    /**
     * Whether an observation is too late to be compared: it took longer to be sent than what is gone stays known, at least, so that
     * what it was compared with may have been forgotten, and known anew, since. Its time and that of the record are of the same clock.
     *
     * @param sentAt when it was sent
     */
    public static boolean isLate(Observation observation, Instant sentAt) {
        return observation.observedAt().plus(LATEST).isBefore(sentAt);
    }

    /** Whether an observation would be accepted: as {@link #compare} says, but what follows from it is not worked out. */
    public boolean accepts(Optional<KnownState> known, Observation observation, StateComparison comparison) {
        if (observation instanceof Seen seen) {
            KnownState before = known.orElseGet(() -> KnownState.none(seen.target()));
            return before.revision() == seen.basedOn() && !isKnown(before, seen, comparison);
        }
        return compare(known, observation, comparison) instanceof Accepted;
    }

    private static boolean isKnown(KnownState before, Seen seen, StateComparison comparison) {
        return before.settled()
                && before.state()
                        .map(state -> comparison.same(state, seen.state()))
                        .orElse(false);
    }

    private static DetectionResult seen(KnownState before, Seen seen, StateComparison comparison) {
        if (isKnown(before, seen, comparison)) {
            return new Unchanged();
        }
        Detection detection = before.state()
                .map(state -> comparison.changes(state, before.incidents(), seen.state()))
                .orElseGet(() -> comparison.firstSight(seen.state()));
        List<Change> changes = new ArrayList<>(recovery(before, seen.failedAttempts()));
        if (before.state().isEmpty() && comparison.reportsExistence()) {
            changes.add(new ResourceDiscovered(seen.state()));
        }
        changes.addAll(detection.changes());
        KnownState after = before.seen(seen.target(), seen.observedAt(), seen.state(), detection.open());
        return accepted(before, after, seen, latest(before.observedAt(), seen.lastSeenAt()), changes);
    }

    /** A state that an earlier version stored holds no incidents: open are those that stand in it, as that version has reported them. */
    private static KnownState upgraded(KnownState known, StateComparison comparison) {
        return known.incarnation().isPresent()
                ? known
                : known.withIncidents(
                        known.state().map(comparison::initialIncidents).orElse(List.of()));
    }

    private DetectionResult absent(KnownState before, Absent absent, StateComparison comparison) {
        boolean neverThere = isMissing(before) && before.state().isEmpty();
        if ((before.deleted() && before.outage().isEmpty()) || neverThere) {
            return new Unchanged();
        }
        if (!absent.confirmed() && before.missing() + 1 < confirmations) {
            return accepted(
                    before, before.missingOnceMore(), absent, previously(before, absent.lastSeenAt()), List.of());
        }
        if (before.state().isEmpty() && !before.deleted()) {
            return failing(before, absent, absent.failure(), absent.lastSeenAt());
        }
        List<Change> changes = endings(before, absent.failure().attempts(), How.DELETED);
        if (comparison.reportsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceDeleted(state)));
        }
        return accepted(before, before.gone(), absent, previously(before, absent.lastSeenAt()), changes);
    }

    /**
     * It leaves what {@link KnownState#gone} leaves: were it watched again, it would be discovered anew. Of what had no state nothing is
     * gone; were it watched again, its failure would be reported again. What is left is forgotten by the next such observation.
     */
    private static DetectionResult unwatched(KnownState before, Unwatched unwatched, StateComparison comparison) {
        if (before.revision() == 0) {
            return new Unchanged();
        }
        if (before.isQuiet()) {
            return new Forgotten();
        }
        List<Change> changes = endings(before, 0, How.UNWATCHED);
        if (comparison.reportsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceUnwatched(state)));
        }
        KnownState after = before.state().isPresent() || before.deleted() ? before.gone() : before.reached();
        return accepted(before, after, unwatched, before.observedAt(), changes);
    }

    /** There is nothing to tell: it was told when it was seen. Open are the incidents that stand in the state. */
    private static DetectionResult recalled(KnownState before, Recalled recalled, StateComparison comparison) {
        if (before.state().isPresent() || before.deleted()) {
            return new Unchanged();
        }
        KnownState after = before.recalled(
                recalled.seenAt(),
                recalled.state(),
                comparison.firstSight(recalled.state()).open());
        return accepted(before, after, recalled, Optional.empty(), List.of());
    }

    /** What ends all that is open: the outage and every incident. */
    private static List<Change> endings(KnownState before, int attempts, How how) {
        List<Change> changes = new ArrayList<>(recovery(before, attempts));
        changes.addAll(Incident.endAll(before.incidents(), how));
        return changes;
    }

    private static boolean isMissing(KnownState known) {
        return known.outage().map(outage -> outage.reason() == Reason.MISSING).orElse(false);
    }

    private static DetectionResult failed(KnownState before, Failed failed) {
        boolean told = before.outage()
                .map(outage -> outage.reason() == failed.failure().reason())
                .orElse(false);
        return told ? new Unchanged() : failing(before, failed, failed.failure(), failed.lastSeenAt());
    }

    private static DetectionResult reached(KnownState before, Reached reached) {
        List<Change> changes = recovery(before, reached.failedAttempts());
        return changes.isEmpty() && before.missing() == 0
                ? new Unchanged()
                : accepted(before, before.reached(), reached, previously(before, reached.lastSeenAt()), changes);
    }

    /** It says nothing of a state that could be compared; but the same scan is told once. */
    private static DetectionResult scanned(KnownState before, Scanned scanned) {
        Optional<Instant> at = Optional.of(scanned.observedAt());
        return before.observedAt().equals(at)
                ? new Unchanged()
                : accepted(
                        before,
                        before.scanned(at, completeScan(scanned)),
                        scanned,
                        before.observedAt(),
                        List.of(scanned.scan()));
    }

    private static Optional<CompleteScan> completeScan(Scanned scanned) {
        return scanned.coverage()
                .filter(coverage -> scanned.scan().complete())
                .map(coverage -> new CompleteScan(scanned.scan().startedAt(), coverage));
    }

    private static DetectionResult failing(
            KnownState before, Observation observation, Failure failure, Optional<Instant> lastSeenAt) {
        Instant since = before.outage().map(Outage::since).orElse(observation.observedAt());
        int attempts = Math.max(
                failure.attempts(),
                before.outage().map(outage -> outage.attempts() + 1).orElse(1));
        Change told = new PollFailed(
                before.target().source(),
                before.target().endpoint(),
                failure.reason(),
                failure.status(),
                failure.code(),
                failure.message(),
                since,
                attempts,
                failure.nextAttemptAt());
        KnownState after = before.failing(new Outage(failure.reason(), since, attempts));
        return accepted(before, after, observation, previously(before, lastSeenAt), List.of(told));
    }

    private static List<Change> recovery(KnownState before, int attempts) {
        return before.outage().stream()
                .<Change>map(outage -> new PollRecovered(
                        before.target().source(),
                        before.target().endpoint(),
                        outage.since(),
                        Math.max(attempts, outage.attempts())))
                .toList();
    }

    private static DetectionResult accepted(
            KnownState before,
            KnownState then,
            Observation observation,
            Optional<Instant> previously,
            List<Change> changes) {
        Instant at = observation.observedAt();
        KnownState after = then.acceptedAt(at);
        Labels labels = Labels.of(after.state().or(before::state));
        return new Accepted(
                after,
                changes.stream()
                        .map(change -> new DetectedChange(
                                after.target(),
                                after.incarnation().orElse(at),
                                after.revision(),
                                at,
                                previously,
                                labels,
                                change))
                        .toList());
    }

    /** The last successful poll before: a list has no state whose time would say that. */
    private static Optional<Instant> previously(KnownState before, Optional<Instant> lastSeenAt) {
        return before.target().isList() ? lastSeenAt : latest(before.observedAt(), lastSeenAt);
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && other.get().isAfter(one.get()) ? other : one;
    }
}
