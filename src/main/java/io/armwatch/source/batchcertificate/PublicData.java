package io.armwatch.source.batchcertificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The X.509 certificate in a Batch certificate's {@code publicData}, the only place that states its expiry. */
public final class PublicData {
    private static final Pattern SPACE = Pattern.compile("\\s");

    private PublicData() {}

    /** Reads a DER certificate in base64; empty for anything else. */
    public static Optional<X509Certificate> certificate(String publicData) {
        try {
            byte[] der = Base64.getDecoder().decode(SPACE.matcher(publicData).replaceAll(""));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (CertificateException | RuntimeException notX509) {
            return Optional.empty();
        }
    }

    /**
     * Whether a certificate has this thumbprint (the digest of its DER form, in hex).
     *
     * @return true also if this platform does not know the algorithm
     */
    static boolean hasThumbprint(X509Certificate certificate, String algorithm, String thumbprint) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest).equalsIgnoreCase(thumbprint);
        } catch (GeneralSecurityException unknownAlgorithm) {
            return true;
        }
    }
}
