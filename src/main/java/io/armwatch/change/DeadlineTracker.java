package io.armwatch.change;

import io.armwatch.change.Change.KeyRotationOverdue;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.change.Deadline.SubscriptionExpiry;
import io.armwatch.change.TimeOutcome.TimeChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the deadlines of one resource. What was reported stands in the incidents, so that each tier is reported once:
 * of tiers that passed unobserved only the last, and nothing when a clock steps back or the tiers are set otherwise.
 */
final class DeadlineTracker {
    private final TimePolicy policy;
    private final Instant now;
    /** The incidents that no deadline was found for yet. */
    private final List<Incident> rest;

    private final List<Incident> open = new ArrayList<>();
    private final List<TimeChange> changes = new ArrayList<>();
    private Optional<Instant> next = Optional.empty();

    private DeadlineTracker(TimePolicy policy, List<Incident> open, Instant now) {
        this.policy = policy;
        this.rest = new ArrayList<>(open);
        this.now = now;
    }

    /** The outcome while the state stays as it is. */
    static TimeOutcome pass(TimePolicy policy, List<Deadline> deadlines, List<Incident> open, Instant now) {
        DeadlineTracker tracker = new DeadlineTracker(policy, open, now);
        Deadlines.distinct(deadlines).forEach(deadline -> tracker.track(Optional.empty(), deadline));
        tracker.open.addAll(tracker.rest); // an unreadable state has no deadlines, which ends nothing
        return tracker.outcome();
    }

    /** The outcome when a resource is seen. Incidents whose deadline is gone end. */
    static TimeOutcome see(
            TimePolicy policy, List<Deadline> before, List<Deadline> after, List<Incident> open, Instant now) {
        DeadlineTracker tracker = new DeadlineTracker(policy, open, now);
        List<Deadline> known = Deadlines.distinct(before);
        for (Deadline deadline : Deadlines.distinct(after)) {
            tracker.track(
                    known.stream()
                            .filter(each -> Deadlines.isSame(each, deadline))
                            .findFirst(),
                    deadline);
        }
        tracker.rest.forEach(tracker::endWithoutDeadline);
        return tracker.outcome();
    }

    private TimeOutcome outcome() {
        return new TimeOutcome(changes, open, next);
    }

    private void track(Optional<Deadline> before, Deadline deadline) {
        Optional<Incident> incident =
                rest.stream().filter(each -> Deadlines.isAbout(each, deadline)).findFirst();
        incident.ifPresent(rest::remove);
        // All events of an incident have the subject of the first one.
        Optional<String> part = incident.map(Incident::part).orElse(deadline.part());
        if (deadline instanceof KeyAge age) {
            trackAge(age, part, incident);
        } else if (deadline instanceof CertificateExpiry certificate) {
            trackCertificate(before, certificate, part, incident);
        } else if (deadline instanceof KeyExpiry key) {
            Optional<How> how = incident.flatMap(last -> Endings.how(last, key));
            how.ifPresent(ended -> report(incident.orElseThrow().end(ended, Optional.empty()), Set.of()));
            trackTiers(key, part, incident.filter(last -> how.isEmpty()));
        } else if (deadline instanceof SubscriptionExpiry date) {
            trackTiers(date, part, incident.filter(last -> !Endings.isLater(last, date.expirationDate())));
        }
    }

    private void trackCertificate(
            Optional<Deadline> before, CertificateExpiry now, Optional<String> part, Optional<Incident> incident) {
        Optional<Change> renewal = before.or(() -> incident.map(Deadlines::certificate))
                .flatMap(was -> Endings.renewal((CertificateExpiry) was, now, part));
        renewal.ifPresent(change -> report(change, now.paths()));
        trackTiers(now, part, incident.filter(last -> renewal.isEmpty()));
    }

    /** Reports the tier that an expiry is in, if it is a shorter one than was reported. */
    private void trackTiers(Deadline expiry, Optional<String> part, Optional<Incident> incident) {
        Optional<Integer> reported = incident.flatMap(Incident::due).map(Incident.Due::tier);
        int attempt = incident.map(Incident::attempt).orElse(0);
        Optional<Instant> since = incident.map(Incident::since).orElse(Optional.of(now));
        Optional<Instant> end = Deadlines.time(expiry).instant().filter(time -> Deadlines.isEffective(expiry));
        Optional<Integer> tier = end.flatMap(time -> policy.tier(time, now))
                .filter(present -> reported.map(last -> present < last).orElse(true));
        tier.ifPresent(present -> report(Deadlines.report(expiry, part, present, now), expiry.paths()));
        tier.map(present -> Deadlines.reported(expiry, part, present, attempt + 1))
                .or(() -> reported.map(last -> Deadlines.reported(expiry, part, last, attempt)))
                .map(each -> each.withSince(since))
                .ifPresent(open::add);
        end.flatMap(time -> policy.next(time, tier.or(() -> reported))).ifPresent(this::nextAt);
    }

    private void trackAge(KeyAge age, Optional<String> part, Optional<Incident> incident) {
        Instant rotated = age.rotatedAt().instant().orElseThrow();
        Optional<Integer> days = policy.maxAge(age);
        Optional<Instant> overdueAt = days.map(most -> TimePolicy.after(rotated, most));
        Optional<How> how = incident.flatMap(last -> Endings.how(last, age, overdueAt, now));
        how.ifPresent(ended -> report(
                incident.orElseThrow().end(ended, Optional.of(age.rotatedAt()).filter(time -> ended == How.ROTATED)),
                Set.of()));
        if (incident.isPresent() && how.isEmpty()) {
            open.add(incident.get());
        } else if (overdueAt.filter(then -> !now.isBefore(then)).isPresent()) {
            reportOverdue(age, part.orElseThrow(), days.orElseThrow());
        } else {
            overdueAt.ifPresent(this::nextAt);
        }
    }

    private void reportOverdue(KeyAge age, String key, int days) {
        Instant rotated = age.rotatedAt().instant().orElseThrow();
        report(
                new KeyRotationOverdue(
                        key,
                        age.rotatedAt(),
                        Math.toIntExact(Duration.between(rotated, now).toDays()),
                        days,
                        age.policyDays().isPresent() ? KeyRotationOverdue.AZURE : KeyRotationOverdue.ARMWATCH),
                Set.of());
        open.add(Deadlines.incident(Incident.ROTATION_OVERDUE, age, Optional.of(key), days, 1)
                .withSince(Optional.of(now)));
    }

    /** A certificate's part is gone; a key that need not be rotated or does not expire any more may live longer. */
    private void endWithoutDeadline(Incident incident) {
        if (!incident.isMark()) {
            report(incident.end(incident.isOfKey() ? How.EXTENDED : How.DELETED, Optional.empty()), Set.of());
        }
    }

    private void report(Change change, Set<String> paths) {
        changes.add(new TimeChange(change, paths));
    }

    private void nextAt(Instant time) {
        next = next.filter(earlier -> earlier.isBefore(time)).or(() -> Optional.of(time));
    }
}
