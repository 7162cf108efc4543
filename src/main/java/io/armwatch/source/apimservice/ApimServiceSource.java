package io.armwatch.source.apimservice;

import io.armwatch.source.PlainSource;
import java.util.List;
import java.util.Map;

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
}
