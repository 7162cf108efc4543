package io.armwatch.source.apimservice;

import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Incident;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import io.armwatch.source.RefreshFailures;
import io.armwatch.source.RefreshStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The source of API Management services; operations {@code ApiManagementService_Get} and {@code
 * ApiManagementService_List} of Microsoft.ApiManagement 2024-05-01.
 */
public final class ApimServiceSource extends PlainSource {
    private static final String HOST_NAME = "/properties/hostnameConfigurations/*/";
    private static final String CERTIFICATE = "/properties/certificates/*/";

    public ApimServiceSource() {
        super(
                "apim-service",
                List.of(ApimTypes.service()),
                List.of("2024-05-01"),
                Map.of(
                        "/properties/publisherEmail",
                        "personal data",
                        HOST_NAME + "encodedCertificate",
                        "holds the private key",
                        HOST_NAME + "certificatePassword",
                        "a secret",
                        CERTIFICATE + "encodedCertificate",
                        "holds the private key",
                        CERTIFICATE + "certificatePassword",
                        "a secret"));
    }

    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return Stream.concat(
                        state.elements("/properties/hostnameConfigurations").stream()
                                .flatMap(host -> expiry(host.text("/hostName"), host).stream()),
                        state.elements("/properties/certificates").stream()
                                .flatMap(each -> expiry(each.text("/certificate/thumbprint"), each).stream()))
                .toList();
    }

    /** A list is reported as a whole, so the paths of its elements are not left out of {@code resource.changed}. */
    private static Optional<Deadline> expiry(Optional<String> part, PlainState holder) {
        return holder.time("/certificate/expiry")
                .filter(notAfter -> part.isPresent())
                .map(notAfter -> new CertificateExpiry(
                        part,
                        holder.text("/certificate/thumbprint"),
                        holder.text("/certificate/subject"),
                        Optional.empty(),
                        Optional.empty(),
                        notAfter,
                        Set.of()));
    }

    @Override
    protected IncidentOutcome incidents(Optional<PlainState> before, List<Incident> open, PlainState after) {
        Map<String, RefreshStatus> byHost = new TreeMap<>();
        for (PlainState host : after.elements("/properties/hostnameConfigurations")) {
            status(host)
                    .ifPresent(status -> byHost.merge(
                            status.hostName().orElse(""), status, (one, other) -> one.failed() ? one : other));
        }
        return RefreshFailures.follow(open, List.copyOf(byHost.values()));
    }

    /** The status of a host name's certificate. Azure states it for certificates from Key Vault and for managed ones. */
    private static Optional<RefreshStatus> status(PlainState host) {
        return host.text("/certificateStatus")
                .filter(status -> !status.equalsIgnoreCase("InProgress"))
                .map(status -> new RefreshStatus(
                        host.text("/hostName"),
                        status.equalsIgnoreCase("Failed"),
                        Optional.of(status),
                        Optional.empty(),
                        Optional.empty(),
                        host.text("/certificate/thumbprint"),
                        host.text("/hostName"),
                        host.text("/keyVaultId"),
                        Set.of()));
    }
}
