package io.armwatch.change;

import io.armwatch.change.Change.CertificateExpired;
import io.armwatch.change.Change.CertificateExpiring;
import io.armwatch.change.Change.KeyExpired;
import io.armwatch.change.Change.KeyExpiring;
import io.armwatch.change.Change.SubscriptionExpiryDue;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.change.Deadline.SubscriptionExpiry;
import io.armwatch.change.Incident.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the types of {@link Deadline} have in common: their time, their identity, and how an expiry is reported. */
final class Deadlines {
    private static final Set<String> ENDED = Set.of("cancelled", "expired", "rejected");

    private Deadlines() {}

    /** The time that a deadline states: an expiry, or a key's last rotation. */
    static Timestamp time(Deadline deadline) {
        if (deadline instanceof CertificateExpiry certificate) {
            return certificate.notAfter();
        }
        if (deadline instanceof KeyExpiry key) {
            return key.expiresAt();
        }
        if (deadline instanceof SubscriptionExpiry subscription) {
            return subscription.expirationDate();
        }
        return ((KeyAge) deadline).rotatedAt();
    }

    /**
     * Leaves out what has no usable time, except keys that do not expire; of several deadlines with the same identity,
     * keeps the earliest.
     */
    static List<Deadline> distinct(List<Deadline> all) {
        List<Deadline> distinct = new ArrayList<>();
        all.stream()
                .filter(each ->
                        each instanceof KeyExpiry || time(each).instant().isPresent())
                .sorted(Comparator.comparing(each -> time(each).instant().orElse(Instant.MAX)))
                .filter(each -> distinct.stream().noneMatch(other -> isSame(other, each)))
                .forEach(distinct::add);
        return distinct;
    }

    static boolean isSame(Deadline one, Deadline other) {
        return one.getClass().equals(other.getClass()) && isSamePart(one.part(), other.part());
    }

    /** Whether an incident is about a deadline. */
    static boolean isAbout(Incident incident, Deadline deadline) {
        return isSamePart(incident.part(), deadline.part()) && isOfType(incident, deadline);
    }

    private static boolean isOfType(Incident incident, Deadline deadline) {
        return switch (incident.type()) {
            case Incident.ROTATION_OVERDUE -> deadline instanceof KeyAge;
            case Incident.EXPIRY_DUE -> deadline instanceof SubscriptionExpiry;
            default -> incident.isOfKey() ? deadline instanceof KeyExpiry : deadline instanceof CertificateExpiry;
        };
    }

    /** Azure varies the casing of host names and keys. */
    private static boolean isSamePart(Optional<String> one, Optional<String> other) {
        return one.map(Deadlines::lower).equals(other.map(Deadlines::lower));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The certificate that an incident reported. */
    static CertificateExpiry certificate(Incident incident) {
        return new CertificateExpiry(
                incident.part(),
                incident.thumbprint(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                incident.at().orElse(new Timestamp("")),
                Set.of());
    }

    /** Whether an expiry matters: not for a subscription that can no longer be used. */
    static boolean isEffective(Deadline expiry) {
        return !(expiry instanceof SubscriptionExpiry subscription)
                || subscription
                        .state()
                        .map(Deadlines::lower)
                        .filter(ENDED::contains)
                        .isEmpty();
    }

    /** The incident, or the mark, after an expiry was reported. */
    static Incident reported(Deadline expiry, Optional<String> part, int tier, int attempt) {
        String type = expiry instanceof SubscriptionExpiry
                ? Incident.EXPIRY_DUE
                : tier == 0 ? Incident.EXPIRED : Incident.EXPIRING;
        return incident(type, expiry, part, tier, attempt);
    }

    static Incident incident(String type, Deadline deadline, Optional<String> part, int tier, int attempt) {
        Optional<KeyExpiry> key = deadline instanceof KeyExpiry expiry ? Optional.of(expiry) : Optional.empty();
        return new Incident(
                type,
                attempt,
                deadline instanceof CertificateExpiry certificate ? certificate.thumbprint() : Optional.empty(),
                Optional.empty(),
                Optional.of(time(deadline)),
                Optional.empty(),
                part,
                Optional.of(new Due(key.map(KeyExpiry::kind), tier, key.flatMap(KeyExpiry::version))));
    }

    /**
     * The change that reports a tier of an expiry.
     *
     * @param part the deadline's part as it was first reported, so that all events of an incident have the same subject
     */
    static Change report(Deadline expiry, Optional<String> part, int tier, Instant now) {
        int left = TimePolicy.daysLeft(time(expiry).instant().orElseThrow(), now);
        if (expiry instanceof SubscriptionExpiry it) {
            return new SubscriptionExpiryDue(it.expirationDate(), left, tier, it.state());
        }
        if (expiry instanceof KeyExpiry it) {
            return tier == 0
                    ? new KeyExpired(part, it.kind(), it.version(), it.expiresAt(), left, tier)
                    : new KeyExpiring(part, it.kind(), it.version(), it.expiresAt(), left, tier);
        }
        CertificateExpiry it = (CertificateExpiry) expiry;
        return tier == 0
                ? new CertificateExpired(
                        part,
                        it.thumbprint(),
                        it.subjectName(),
                        it.issuer(),
                        it.serialNumber(),
                        it.notAfter(),
                        left,
                        tier)
                : new CertificateExpiring(
                        part,
                        it.thumbprint(),
                        it.subjectName(),
                        it.issuer(),
                        it.serialNumber(),
                        it.notAfter(),
                        left,
                        tier);
    }
}
