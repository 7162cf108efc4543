package io.armwatch.source.webcertificate;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Incident;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import io.armwatch.source.RefreshFailures;
import io.armwatch.source.RefreshStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The source of App Service certificates; operations {@code Certificates_Get} and {@code Certificates_List} of
 * Microsoft.Web 2024-11-01.
 */
public final class WebCertificateSource extends PlainSource {
    /** The reference states no pattern. */
    private static final Level CERTIFICATE =
            new Level("certificates", Pattern.compile("[^*#&+:<>?]+"), 1, 260, "testc6282");

    private static final String STATUS = "/properties/keyVaultSecretStatus";
    /** The states of {@code keyVaultSecretStatus} that are no failure. */
    private static final Set<String> HEALTHY =
            Set.of("initialized", "waitingoncertificateorder", "succeeded", "externalprivatekey", "unknown");

    public WebCertificateSource() {
        super(
                "web-certificate",
                List.of(new ResourceType("Microsoft.Web", List.of(CERTIFICATE))),
                List.of("2024-11-01"),
                Map.of(
                        "/properties/password", "a secret",
                        "/properties/pfxBlob", "holds the private key",
                        "/properties/cerBlob", "large; thumbprint, subject and expiry say what it is",
                        "/properties/publicKeyHash", "derived from the certificate"));
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return state.time("/properties/expirationDate").stream()
                .<Deadline>map(notAfter -> new CertificateExpiry(
                        Optional.empty(),
                        state.text("/properties/thumbprint"),
                        state.text("/properties/subjectName"),
                        state.text("/properties/issuer"),
                        Optional.empty(),
                        notAfter,
                        Set.of("/properties/thumbprint", "/properties/expirationDate")))
                .toList();
    }

    @Override
    protected IncidentOutcome incidents(Optional<PlainState> before, List<Incident> open, PlainState after) {
        return RefreshFailures.follow(
                open,
                after.text(STATUS).map(status -> status(after, status)).stream().toList());
    }

    private static RefreshStatus status(PlainState state, String status) {
        return new RefreshStatus(
                Optional.empty(),
                !HEALTHY.contains(status.toLowerCase(Locale.ROOT)),
                Optional.of(status),
                Optional.empty(),
                Optional.empty(),
                state.text("/properties/thumbprint"),
                Optional.empty(),
                secret(state),
                Set.of(STATUS));
    }

    /** Where App Service reads the certificate from: the vault's ARM id, and the name of the secret in it. */
    private static Optional<String> secret(PlainState state) {
        return state.text("/properties/keyVaultId")
                .map(vault -> vault
                        + state.text("/properties/keyVaultSecretName")
                                .map(name -> "/secrets/" + name)
                                .orElse(""));
    }
}
