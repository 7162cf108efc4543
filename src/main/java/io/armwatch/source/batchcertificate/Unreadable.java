package io.armwatch.source.batchcertificate;

import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.CertificateUnreadable;
import io.armwatch.change.How;
import io.armwatch.change.Incident;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.NamedChange;
import io.armwatch.source.batchcertificate.BatchCertificate.Properties;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows the incident that a certificate's {@code publicData} is not the certificate that the thumbprint names. */
final class Unreadable {
    private Unreadable() {}

    /** The changes between two states. A new reason is reported again within the same incident. */
    static IncidentOutcome follow(Optional<Properties> before, Optional<Incident> open, Properties after) {
        if (after.publicData().isEmpty()
                || before.filter(was -> isSame(was, after)).isPresent()) {
            return new IncidentOutcome(List.of(), open.stream().toList());
        }
        Optional<String> reason = reason(after, after.publicData().get());
        if (reason.isEmpty()) {
            return new IncidentOutcome(
                    open.map(incident -> namedChange(recovery(after))).stream().toList(), List.of());
        }
        if (open.flatMap(Incident::reason).equals(reason)) {
            return new IncidentOutcome(List.of(), open.stream().toList());
        }
        Incident incident = new Incident(
                Incident.UNREADABLE,
                open.map(Incident::attempt).orElse(0) + 1,
                after.thumbprint(),
                Optional.empty(),
                Optional.empty(),
                reason);
        return new IncidentOutcome(
                List.of(namedChange(new CertificateUnreadable(after.thumbprint(), reason.get()))), List.of(incident));
    }

    private static boolean isSame(Properties was, Properties is) {
        return was.publicData().equals(is.publicData()) && was.thumbprint().equals(is.thumbprint());
    }

    /** Why the data is not the certificate that the thumbprint names; empty if it is. */
    private static Optional<String> reason(Properties now, String publicData) {
        if (PublicData.certificates(publicData).isEmpty()) {
            return Optional.of("not-x509");
        }
        return PublicData.certificate(publicData, now.thumbprintAlgorithm(), now.thumbprint())
                        .isPresent()
                ? Optional.empty()
                : Optional.of("thumbprint-mismatch");
    }

    private static Change recovery(Properties now) {
        return new CertificateRecovered(
                now.thumbprint(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Incident.UNREADABLE,
                How.SUCCEEDED);
    }

    private static NamedChange namedChange(Change change) {
        return new NamedChange(change, Set.of("/properties/thumbprint"));
    }
}
