package io.armwatch.azure.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificate authorities that are trusted in addition to the JVM's default ones or those of {@code
 * javax.net.ssl.trustStore}.
 */
public record Trust(List<X509Certificate> authorities) {
    public Trust {
        authorities = List.copyOf(authorities);
    }

    /** Reads a PEM file of one or more certificates; empty if it cannot be read as one. */
    public static Optional<Trust> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> all = new ArrayList<>();
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                all.add((X509Certificate) each);
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(new Trust(all));
        } catch (IOException | CertificateException e) {
            return Optional.empty();
        }
    }

    /** A TLS context that trusts these authorities and the JVM's. */
    public SSLContext context() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            List<X509Certificate> all = new ArrayList<>(authorities);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager jvm) {
                    all.addAll(List.of(jvm.getAcceptedIssuers()));
                }
            }
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("ca" + i, all.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of armwatch.http.ca-file cannot be used: " + e, e);
        }
    }

    @SuppressWarnings("NullAway") // null means the JVM's own trust store
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public String toString() {
        return "Trust[" + authorities.size() + " authorities]";
    }
}
