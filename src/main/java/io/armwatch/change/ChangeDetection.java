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
import io.armwatch.change.TimeOutcome.TimeChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares an observation with the known state: first compare-and-set on the revision, then a pure function that gives
 * the new known state and the changes to publish.
 *
 * @param confirmations how many consecutive answers must say that a resource does not exist before its deletion is
 *     published
 * @param policy when time is reported
 * @param reporting what is published although nothing has changed
 */
public record ChangeDetection(int confirmations, TimePolicy policy, Reporting reporting) {
    /**
     * The longest time from an observation to its record. A poll takes seconds, or minutes if its process was halted.
     */
    public static final Duration MAX_DELAY = Duration.ofMinutes(30);

    /** The shortest time that the known state of a deleted resource is kept; older observations are late by then. */
    public static final Duration RETENTION = MAX_DELAY.multipliedBy(2);

    public ChangeDetection(int confirmations) {
        this(confirmations, TimePolicy.DEFAULT);
    }

    public ChangeDetection(int confirmations, TimePolicy policy) {
        this(confirmations, policy, Reporting.ALL);
    }

    public ChangeDetection {
        if (confirmations < 1) {
            throw new IllegalArgumentException("a deletion needs at least one confirmation");
        }
    }

    /** The outcome of comparing an observation with the known state. */
    public sealed interface DetectionResult {}

    /**
     * The observation was made against a revision that is no longer current: the answer was slow or repeated. Or an older version of
     * armwatch made it, whose record of the source keeps less.
     */
    public record Stale(long known, long basedOn) implements DetectionResult {}

    /** The observation agrees with the known state. */
    public record Unchanged() implements DetectionResult {}

    /**
     * The observation becomes the known state. There may be no change, for example when a resource is back that was
     * missing once.
     *
     * @param due when time changes something next; empty also if the observation did not bring a state
     */
    public record Accepted(KnownState known, List<DetectedChange> changes, Optional<Instant> due)
            implements DetectionResult {
        public Accepted {
            changes = List.copyOf(changes);
        }

        private Accepted dueAt(Optional<Instant> next) {
            return new Accepted(known, changes, next);
        }
    }

    /** The known state is deleted. Nothing is published: everything about the resource has been. */
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
            return seen.recordVersion() < comparison.recordVersion()
                    ? new Stale(before.revision(), observation.basedOn())
                    : seen(before, seen, comparison);
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
     * Whether an observation is too late to be compared: the known state that it was made against may have been deleted
     * and created again since. Both times must come from the same clock.
     *
     * @param sentAt the time of the observation's record
     */
    public static boolean isLate(Observation observation, Instant sentAt) {
        return observation.observedAt().plus(MAX_DELAY).isBefore(sentAt);
    }

    /** Whether {@link #compare} would accept an observation; cheaper, because it does not compute the changes. */
    public boolean accepts(Optional<KnownState> known, Observation observation, StateComparison comparison) {
        if (observation instanceof Seen seen) {
            KnownState before = known.orElseGet(() -> KnownState.none(seen.target()));
            return before.revision() == seen.basedOn()
                    && seen.recordVersion() >= comparison.recordVersion()
                    && !isKnown(before, seen, comparison);
        }
        return compare(known, observation, comparison) instanceof Accepted;
    }

    private static boolean isKnown(KnownState before, Seen seen, StateComparison comparison) {
        return before.isSettled()
                && before.recordVersion() == seen.recordVersion()
                && before.state()
                        .map(state -> comparison.isSame(state, seen.state()))
                        .orElse(false);
    }

    /**
     * What time alone changes in a known state.
     *
     * @return empty if nothing; {@link #due} then says when
     */
    public Optional<Accepted> passTime(KnownState known, Instant now, StateComparison comparison) {
        KnownState before = upgraded(known, comparison);
        TimeOutcome time = passed(before, now, comparison);
        if (time.changes().isEmpty()) {
            return Optional.empty();
        }
        KnownState after = before.withIncidents(joined(before.otherIncidents(), time.open()));
        List<Change> changes = time.changes().stream().map(TimeChange::change).toList();
        return Optional.of(
                accepted(before, after, now, before.observedAt(), changes).dueAt(time.next()));
    }

    /** When time changes something next in a known state, after {@link #passTime} found nothing. */
    public Optional<Instant> due(KnownState known, Instant now, StateComparison comparison) {
        return passed(known, now, comparison).next();
    }

    private TimeOutcome passed(KnownState known, Instant now, StateComparison comparison) {
        return known.state()
                .map(state -> DeadlineTracker.pass(policy, comparison.deadlines(state), known.incidentsOfTime(), now))
                .orElse(TimeOutcome.NOTHING);
    }

    private DetectionResult seen(KnownState known, Seen seen, StateComparison comparison) {
        if (isKnown(known, seen, comparison)) {
            return new Unchanged();
        }
        KnownState before = known.recordVersion() != seen.recordVersion()
                ? known.withState(state -> comparison.inPresentRecord(state, known.recordVersion(), seen.state()))
                : known;
        Detection detection = before.state()
                .map(state -> comparison.changes(state, before.otherIncidents(), seen.state()))
                .orElseGet(() -> comparison.firstSight(seen.state()));
        TimeOutcome time = time(before, seen, comparison);
        List<Change> changes = new ArrayList<>(recovery(before, seen.failedAttempts()));
        if (before.state().isEmpty() && comparison.reportsExistence() && !isBaseline(before, seen)) {
            changes.add(new ResourceDiscovered(seen.state()));
        }
        changes.addAll(time.joined(detection.changes()));
        List<Incident> open = Incident.dated(detection.open(), before.otherIncidents(), seen.observedAt());
        KnownState after = before.seen(seen, joined(open, time.open()));
        return accepted(before, after, seen, latest(before.observedAt(), seen.lastSeenAt()), changes)
                .dueAt(time.next());
    }

    /** Whether the first scan of a scope found it, and its discovery is not to be published. What had failed before is. */
    private boolean isBaseline(KnownState before, Seen seen) {
        return !reporting.firstScans() && seen.firstScan() && before.revision() == 0;
    }

    private TimeOutcome time(KnownState before, Seen seen, StateComparison comparison) {
        List<Deadline> deadlines = comparison.deadlines(seen.state());
        List<Incident> open = before.incidentsOfTime();
        if (deadlines.isEmpty() && open.isEmpty()) {
            return TimeOutcome.NOTHING;
        }
        List<Deadline> known = before.state().map(comparison::deadlines).orElse(List.of());
        return DeadlineTracker.see(policy, known, deadlines, open, seen.observedAt());
    }

    private static List<Incident> joined(List<Incident> others, List<Incident> ofTime) {
        return Stream.concat(others.stream(), ofTime.stream()).toList();
    }

    /**
     * Adds the incidents to a known state that an earlier version stored without them. That version has reported the
     * ones visible in the state.
     */
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
        List<Change> changes = endAllOpen(before, absent.failure().attempts(), How.DELETED);
        if (comparison.reportsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceDeleted(state)));
        }
        return accepted(before, before.gone(), absent, previously(before, absent.lastSeenAt()), changes);
    }

    /**
     * Reduces the known state to {@link KnownState#gone}: if the resource is watched again, it is discovered again. A
     * known state without a resource's state only loses its outage, so the failure would be reported again. The next
     * such observation then deletes what is left.
     */
    private static DetectionResult unwatched(KnownState before, Unwatched unwatched, StateComparison comparison) {
        if (before.revision() == 0) {
            return new Unchanged();
        }
        if (before.isQuiet()) {
            return new Forgotten();
        }
        List<Change> changes = endAllOpen(before, 0, How.UNWATCHED);
        if (comparison.reportsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceUnwatched(state)));
        }
        KnownState after = before.state().isPresent() || before.deleted() ? before.gone() : before.reached();
        return accepted(before, after, unwatched, before.observedAt(), changes);
    }

    /**
     * Publishes nothing: consumers know the state already. The incidents visible in the state are open, and the tiers
     * that its deadlines are in count as reported.
     */
    private DetectionResult recalled(KnownState before, Recalled recalled, StateComparison comparison) {
        if (before.state().isPresent() || before.deleted()) {
            return new Unchanged();
        }
        TimeOutcome time =
                DeadlineTracker.pass(policy, comparison.deadlines(recalled.state()), List.of(), recalled.observedAt());
        List<Incident> open = joined(
                Incident.dated(comparison.firstSight(recalled.state()).open(), List.of(), recalled.observedAt()),
                time.open());
        KnownState after = before.recalled(recalled, open);
        return accepted(before, after, recalled, Optional.empty(), List.of()).dueAt(time.next());
    }

    /** The changes that end everything open: the outage and each incident. */
    private static List<Change> endAllOpen(KnownState before, int attempts, How how) {
        List<Change> changes = new ArrayList<>(recovery(before, attempts));
        changes.addAll(Incident.endAll(before.incidents(), how));
        return changes;
    }

    private static boolean isMissing(KnownState known) {
        return known.outage().map(outage -> outage.reason() == Reason.MISSING).orElse(false);
    }

    private static DetectionResult failed(KnownState before, Failed failed) {
        boolean reported = before.outage()
                .map(outage -> outage.reason() == failed.failure().reason())
                .orElse(false);
        return reported ? new Unchanged() : failing(before, failed, failed.failure(), failed.lastSeenAt());
    }

    private static DetectionResult reached(KnownState before, Reached reached) {
        List<Change> changes = recovery(before, reached.failedAttempts());
        return changes.isEmpty() && before.missing() == 0
                ? new Unchanged()
                : accepted(before, before.reached(), reached, previously(before, reached.lastSeenAt()), changes);
    }

    /**
     * Accepts every scan without comparing revisions, because a scan has no state to compare; the same scan only once.
     */
    private DetectionResult scanned(KnownState before, Scanned scanned) {
        Optional<Instant> at = Optional.of(scanned.observedAt());
        boolean published = reporting.completeScans() || !scanned.scan().complete();
        return before.observedAt().equals(at)
                ? new Unchanged()
                : accepted(
                        before,
                        before.scanned(at, completeScan(scanned)),
                        scanned,
                        before.observedAt(),
                        published ? List.of(scanned.scan()) : List.of());
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
        Change pollFailed = new PollFailed(
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
        return accepted(before, after, observation, previously(before, lastSeenAt), List.of(pollFailed));
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

    private static Accepted accepted(
            KnownState before,
            KnownState then,
            Observation observation,
            Optional<Instant> previously,
            List<Change> changes) {
        return accepted(before, then, observation.observedAt(), previously, changes);
    }

    private static Accepted accepted(
            KnownState before, KnownState then, Instant at, Optional<Instant> previously, List<Change> changes) {
        KnownState after = then.acceptedAt(at);
        Labels labels = after.state().isPresent() ? after.labels() : before.labels();
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
                        .toList(),
                Optional.empty());
    }

    /**
     * The last successful poll before this one. A list's known state does not hold that time, so the poller supplies
     * it.
     */
    private static Optional<Instant> previously(KnownState before, Optional<Instant> lastSeenAt) {
        return before.target().isList() ? lastSeenAt : latest(before.observedAt(), lastSeenAt);
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && other.get().isAfter(one.get()) ? other : one;
    }
}
