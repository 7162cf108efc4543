package io.armwatch.management.view;

import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.change.Deadline.SubscriptionExpiry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When something of a resource expires.
 *
 * @param kind {@code certificate}, {@code key}, {@code secret} or {@code subscription}
 * @param part the part that expires, for example a host name; empty for the resource as a whole
 * @param name what people call it: the subject of a certificate, the version of a key
 */
public record Expiry(
        String kind, Optional<String> part, Instant expiresAt, Optional<String> thumbprint, Optional<String> name) {
    private static final int NEVER = 9999;

    /** The expiry that a deadline states; empty for the age of a key, and where nothing expires. */
    static Optional<Expiry> of(Deadline deadline) {
        return found(deadline)
                .filter(expiry -> expiry.expiresAt().atZone(ZoneOffset.UTC).getYear() < NEVER);
    }

    private static Optional<Expiry> found(Deadline deadline) {
        if (deadline instanceof CertificateExpiry it) {
            return it.notAfter()
                    .instant()
                    .map(at -> new Expiry("certificate", it.part(), at, it.thumbprint(), it.subjectName()));
        }
        if (deadline instanceof KeyExpiry it) {
            return it.expiresAt()
                    .instant()
                    .map(at -> new Expiry(it.kind(), it.part(), at, Optional.empty(), it.version()));
        }
        if (deadline instanceof SubscriptionExpiry it) {
            return it.expirationDate()
                    .instant()
                    .map(at -> new Expiry("subscription", Optional.empty(), at, Optional.empty(), Optional.empty()));
        }
        return Optional.empty();
    }
}
