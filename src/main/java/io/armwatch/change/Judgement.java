package io.armwatch.change;

import io.armwatch.change.Change.PollFailed;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.Change.ResourceUnwatched;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
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
public record Judgement(int confirmations) {
    public Judgement {
        if (confirmations < 1) {
            throw new IllegalArgumentException("a deletion needs at least one answer that says so");
        }
    }

    /** What follows from an observation. */
    public sealed interface Verdict {}

    /** The observation was compared with a revision that is no longer known: a slow, stale or repeated answer. */
    public record Stale(long known, long basedOn) implements Verdict {}

    /** It says what is known already. */
    public record Nothing() implements Verdict {}

    /** It is known from now on. There may be nothing to tell of it, as where a resource that was missing once is back. */
    public record Accepted(KnownState known, List<Occurrence> occurrences) implements Verdict {
        public Accepted {
            occurrences = List.copyOf(occurrences);
        }
    }

    public Verdict judge(Optional<KnownState> known, Observation observation, Differ differ) {
        KnownState before =
                known.map(state -> upgraded(state, differ)).orElseGet(() -> KnownState.none(observation.target()));
        if (observation instanceof Scanned scanned) {
            return scanned(before, scanned);
        }
        if (before.revision() != observation.basedOn()) {
            return new Stale(before.revision(), observation.basedOn());
        }
        if (observation instanceof Seen seen) {
            return seen(before, seen, differ);
        }
        if (observation instanceof Absent absent) {
            return absent(before, absent, differ);
        }
        if (observation instanceof Failed failed) {
            return failed(before, failed);
        }
        if (observation instanceof Unwatched unwatched) {
            return unwatched(before, unwatched, differ);
        }
        return reached(before, (Reached) observation);
    }

    /** Whether an observation would be accepted: as {@link #judge} says, but what follows from it is not worked out. */
    public boolean accepts(Optional<KnownState> known, Observation observation, Differ differ) {
        if (observation instanceof Seen seen) {
            KnownState before = known.orElseGet(() -> KnownState.none(seen.target()));
            return before.revision() == seen.basedOn() && !isKnown(before, seen, differ);
        }
        return judge(known, observation, differ) instanceof Accepted;
    }

    private static boolean isKnown(KnownState before, Seen seen, Differ differ) {
        return before.settled()
                && before.state().map(state -> differ.same(state, seen.state())).orElse(false);
    }

    private static Verdict seen(KnownState before, Seen seen, Differ differ) {
        if (isKnown(before, seen, differ)) {
            return new Nothing();
        }
        Detection detection = before.state()
                .map(state -> differ.changes(state, before.incidents(), seen.state()))
                .orElseGet(() -> differ.firstSight(seen.state()));
        List<Change> changes = new ArrayList<>(recovery(before, seen.failedAttempts()));
        if (before.state().isEmpty() && differ.tellsExistence()) {
            changes.add(new ResourceDiscovered(seen.state()));
        }
        changes.addAll(detection.changes());
        KnownState after = before.seen(seen.target(), seen.observedAt(), seen.state(), detection.open());
        return accepted(before, after, seen, latest(before.observedAt(), seen.lastSeenAt()), changes);
    }

    /** A state that an earlier version stored holds no incidents: open are those that stand in it, as that version has reported them. */
    private static KnownState upgraded(KnownState known, Differ differ) {
        return known.incarnation().isPresent()
                ? known
                : known.withIncidents(known.state().map(differ::standing).orElse(List.of()));
    }

    private Verdict absent(KnownState before, Absent absent, Differ differ) {
        boolean neverThere = isMissing(before) && before.state().isEmpty();
        if ((before.deleted() && before.outage().isEmpty()) || neverThere) {
            return new Nothing();
        }
        if (!absent.confirmed() && before.missing() + 1 < confirmations) {
            return accepted(before, before.missingOnceMore(), absent, before.observedAt(), List.of());
        }
        if (before.state().isEmpty() && !before.deleted()) {
            return failing(before, absent, absent.failure());
        }
        List<Change> changes = endings(before, absent.failure().attempts(), How.DELETED);
        if (differ.tellsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceDeleted(state)));
        }
        return accepted(before, before.gone(), absent, before.observedAt(), changes);
    }

    /** It leaves what {@link KnownState#gone} leaves: were it watched again, it would be discovered anew. */
    private static Verdict unwatched(KnownState before, Unwatched unwatched, Differ differ) {
        if (before.revision() == 0) {
            return new Nothing();
        }
        List<Change> changes = endings(before, 0, How.UNWATCHED);
        if (differ.tellsExistence()) {
            before.state().ifPresent(state -> changes.add(new ResourceUnwatched(state)));
        }
        return accepted(before, before.gone(), unwatched, before.observedAt(), changes);
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

    private static Verdict failed(KnownState before, Failed failed) {
        boolean told = before.outage()
                .map(outage -> outage.reason() == failed.failure().reason())
                .orElse(false);
        return told ? new Nothing() : failing(before, failed, failed.failure());
    }

    private static Verdict reached(KnownState before, Reached reached) {
        List<Change> changes = recovery(before, reached.failedAttempts());
        return changes.isEmpty() && before.missing() == 0
                ? new Nothing()
                : accepted(before, before.reached(), reached, before.observedAt(), changes);
    }

    /** It says nothing of a state that could be compared; but the same scan is told once. */
    private static Verdict scanned(KnownState before, Scanned scanned) {
        Optional<Instant> at = Optional.of(scanned.observedAt());
        return before.observedAt().equals(at)
                ? new Nothing()
                : accepted(before, before.scanned(at), scanned, before.observedAt(), List.of(scanned.scan()));
    }

    private static Verdict failing(KnownState before, Observation observation, Failure failure) {
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
        return accepted(before, after, observation, before.observedAt(), List.of(told));
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

    private static Verdict accepted(
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
                        .map(change -> new Occurrence(
                                after.target(),
                                after.incarnation().orElse(at),
                                after.revision(),
                                at,
                                previously,
                                labels,
                                change))
                        .toList());
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && other.get().isAfter(one.get()) ? other : one;
    }
}
