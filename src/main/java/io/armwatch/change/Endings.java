package io.armwatch.change;

import io.armwatch.change.Change.CertificateRenewed;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Deadline.KeyExpiry;
import java.time.Instant;
import java.util.Optional;

/** What ends the incidents of time while the resource exists. */
final class Endings {
    private Endings() {}

    /** A certificate was renewed: it is another one, or expires later. */
    static Optional<Change> renewal(CertificateExpiry before, CertificateExpiry now, Optional<String> part) {
        boolean another = now.thumbprint()
                .flatMap(present -> before.thumbprint().map(previous -> !previous.equalsIgnoreCase(present)))
                .orElse(false);
        return another || now.notAfter().isAfter(before.notAfter())
                ? Optional.of(new CertificateRenewed(
                        part, now.thumbprint(), before.thumbprint(), now.notAfter(), before.notAfter()))
                : Optional.empty();
    }

    /** How the incident of a key's expiry has ended; empty if it goes on. */
    static Optional<How> how(Incident incident, KeyExpiry now) {
        Optional<String> reported = incident.due().flatMap(Incident.Due::version);
        if (now.version().isPresent() && reported.isPresent() && !now.version().equals(reported)) {
            return Optional.of(How.ROTATED);
        }
        return isLater(incident, now.expiresAt()) ? Optional.of(How.EXTENDED) : Optional.empty();
    }

    /** Whether an expiry is later than the reported one, or not set any more. */
    static boolean isLater(Incident incident, Timestamp expiry) {
        return expiry.instant().isEmpty() || incident.at().map(expiry::isAfter).orElse(true);
    }

    /**
     * How the incident of an overdue key has ended; empty if it goes on. Only a longer rule extends it: a clock that
     * steps back makes no key younger.
     *
     * @param overdueAt when it is overdue by the present rule; empty without a rule
     */
    static Optional<How> how(Incident incident, KeyAge now, Optional<Instant> overdueAt, Instant at) {
        if (!incident.at().equals(Optional.of(now.rotatedAt()))) {
            return Optional.of(How.ROTATED);
        }
        Optional<Instant> reported = now.rotatedAt()
                .instant()
                .flatMap(rotated -> incident.due().map(due -> TimePolicy.after(rotated, due.tier())));
        boolean longer =
                reported.map(then -> overdueAt.map(then::isBefore).orElse(true)).orElse(true);
        boolean overdue = overdueAt.filter(then -> !at.isBefore(then)).isPresent();
        return longer && !overdue ? Optional.of(How.EXTENDED) : Optional.empty();
    }
}
