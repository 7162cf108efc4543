package io.armwatch.source.apimcertificate;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.KeyVaultRefresh;
import io.armwatch.source.PlainSource;
import io.armwatch.source.apimservice.ApimTypes;
import java.util.List;
import java.util.Map;

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
}
