package io.armwatch.source.webcertificate;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.PlainSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The source of App Service certificates; operations {@code Certificates_Get} and {@code Certificates_List} of
 * Microsoft.Web 2024-11-01.
 */
public final class WebCertificateSource extends PlainSource {
    /** The reference states no pattern. */
    private static final Level CERTIFICATE =
            new Level("certificates", Pattern.compile("[^*#&+:<>?]+"), 1, 260, "testc6282");

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
}
