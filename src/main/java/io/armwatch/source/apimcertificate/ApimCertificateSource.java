package io.armwatch.source.apimcertificate;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Incident;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.KeyVaultRefresh;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import io.armwatch.source.RefreshFailures;
import io.armwatch.source.apimservice.ApimTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The source of API Management certificates, those of workspaces among them; operations {@code Certificate_Get} and {@code
 * Certificate_ListByService} of Microsoft.ApiManagement 2024-05-01.
 */
public final class ApimCertificateSource extends PlainSource {
    private static final Level CERTIFICATE = new Level("certificates", ApimTypes.CHILD, 1, 80, "templateCert1");

    public ApimCertificateSource() {
        super("apim-certificate", ApimTypes.below(CERTIFICATE), List.of("2024-05-01"), Map.of());
    }

    @Override
    protected JsonNode withoutRequestData(JsonNode state) {
        return KeyVaultRefresh.withoutTimes(state);
    }

    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return state.time("/properties/expirationDate").stream()
                .<Deadline>map(notAfter -> new CertificateExpiry(
                        Optional.empty(),
                        state.text("/properties/thumbprint"),
                        state.text("/properties/subject"),
                        Optional.empty(),
                        Optional.empty(),
                        notAfter,
                        Set.of("/properties/thumbprint", "/properties/expirationDate")))
                .toList();
    }

    @Override
    protected IncidentOutcome incidents(Optional<PlainState> before, List<Incident> open, PlainState after) {
        return RefreshFailures.follow(
                open, KeyVaultRefresh.status(after).stream().toList());
    }
}
