package io.armwatch.source.batchcertificate;

import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Timestamp;
import io.armwatch.source.batchcertificate.BatchCertificate.Properties;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The expiry in a certificate's {@code publicData}. */
final class Expiry {
    /** Its subject. It differs from those of the other incidents, which may end at the same time. */
    private static final String PART = "notAfter";

    private Expiry() {}

    /** None if the data is not the certificate that the thumbprint names: then {@link Unreadable} reports it. */
    static List<Deadline> of(Properties certificate) {
        return certificate
                .publicData()
                .flatMap(data ->
                        PublicData.certificate(data, certificate.thumbprintAlgorithm(), certificate.thumbprint()))
                .map(x509 -> expiry(x509, certificate.thumbprint()))
                .stream()
                .toList();
    }

    private static Deadline expiry(X509Certificate x509, Optional<String> thumbprint) {
        return new CertificateExpiry(
                Optional.of(PART),
                thumbprint,
                Optional.of(x509.getSubjectX500Principal().getName()),
                Optional.of(x509.getIssuerX500Principal().getName()),
                Optional.of(x509.getSerialNumber().toString(16)),
                Timestamp.of(x509.getNotAfter().toInstant()),
                Set.of("/properties/thumbprint"));
    }
}
