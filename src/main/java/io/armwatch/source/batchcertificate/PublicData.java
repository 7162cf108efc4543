package io.armwatch.source.batchcertificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The X.509 certificate in a Batch certificate's {@code publicData}, the only place that states its expiry. */
final class PublicData {
    private static final Pattern SPACE = Pattern.compile("\\s");
    private static final Pattern PEM = Pattern.compile("-----BEGIN [^-]+-----([^-]*)-----END ");

    private PublicData() {}

    /**
     * Reads the certificates in base64 of DER, in PEM, or in base64 of PEM, each of which may hold a chain; none if it is
     * anything else.
     */
    static List<X509Certificate> certificates(String publicData) {
        try {
            return isPem(publicData) ? ofPem(publicData) : ofBytes(base64(publicData));
        } catch (CertificateException | RuntimeException notX509) {
            return List.of();
        }
    }

    /**
     * The certificate that a thumbprint names.
     *
     * @return the first one if there is no thumbprint, or if the platform does not know its algorithm
     */
    static Optional<X509Certificate> certificate(
            String publicData, Optional<String> algorithm, Optional<String> thumbprint) {
        return certificates(publicData).stream()
                .filter(each -> thumbprint
                        .map(digits -> hasThumbprint(each, algorithm.orElse("sha1"), digits))
                        .orElse(true))
                .findFirst();
    }

    private static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(SPACE.matcher(text).replaceAll(""));
    }

    private static List<X509Certificate> ofPem(String pem) throws CertificateException {
        List<X509Certificate> all = new ArrayList<>();
        for (MatchResult block : PEM.matcher(pem).results().toList()) {
            all.addAll(ofDer(base64(block.group(1))));
        }
        return all;
    }

    private static List<X509Certificate> ofBytes(byte[] decoded) throws CertificateException {
        String text = new String(decoded, StandardCharsets.ISO_8859_1);
        return isPem(text) ? ofPem(text) : ofDer(decoded);
    }

    /** Reads one certificate after the other, or the certificates in PKCS#7. */
    private static List<X509Certificate> ofDer(byte[] der) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der)).stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
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
