package io.armwatch.azure.network;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.StatusLine;
import org.jspecify.annotations.Nullable;

/** Explains why a connection failed, in a sentence that says what to do. */
public final class ConnectionFailures {
    private ConnectionFailures() {}

    /** A connection could not be opened. */
    public static final class NotConnectedException extends IOException {
        NotConnectedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The failure with a message for the user; empty if its own message is good enough. */
    public static Optional<IOException> explain(Exception failure, String host, Network network) {
        return tls(failure, host)
                .or(() -> proxy(failure, host, network))
                .map(sentence -> new NotConnectedException(sentence, failure));
    }

    /** The message of a failure that {@link #explain} has already explained. */
    public static Optional<String> sentence(Throwable failure) {
        return failure instanceof NotConnectedException explained
                ? Optional.of(String.valueOf(explained.getMessage()))
                : Optional.empty();
    }

    /** The failure where a proxy answered CONNECT with a status other than 200. */
    static IOException refused(HttpProxy proxy, StatusLine status) {
        String remedy = status.getStatusCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                ? "check the user and password in armwatch.http.proxy or HTTPS_PROXY"
                : "check armwatch.http.proxy or HTTPS_PROXY, and what the proxy allows";
        return new NotConnectedException(
                "the proxy " + proxy + " refused to open a tunnel (" + status.getStatusCode() + "); " + remedy, null);
    }

    private static Optional<String> proxy(Exception failure, String host, Network network) {
        boolean unreachable = failure instanceof ConnectException || failure instanceof UnknownHostException;
        return network.proxy()
                .filter(through ->
                        unreachable && String.valueOf(failure.getMessage()).contains(through.host()))
                .map(through -> "the proxy " + through + " on the way to " + host
                        + " cannot be reached; check armwatch.http.proxy or HTTPS_PROXY");
    }

    private static Optional<String> tls(Exception failure, String host) {
        if (!(failure instanceof SSLException)) {
            return Optional.empty();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> known = certificate(cause, host);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.of(handshake(failure, host));
    }

    private static Optional<String> certificate(Throwable cause, String host) {
        String words = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException) {
            return Optional.of("the certificate of " + host + " has expired (" + words + ")");
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of("the certificate of " + host + " is not valid yet (" + words
                    + "); is the clock of this machine right?");
        }
        if (cause instanceof SSLPeerUnverifiedException
                || (cause instanceof CertificateException && words.contains("subject alternative"))) {
            return Optional.of("the certificate of " + host + " is for another host (" + words
                    + "); check armwatch.azure.endpoint, and proxies and firewalls on the way to it");
        }
        if (cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException && cause.getCause() == null)) {
            return Optional.of(
                    "the certificate of " + host
                            + " is not issued by an authority that armwatch trusts; set that authority's certificate with armwatch.http.ca-file (PEM) or -Djavax.net.ssl.trustStore");
        }
        return Optional.empty();
    }

    private static String handshake(Exception failure, String host) {
        String words = String.valueOf(failure.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("unrecognized ssl message") || lower.contains("unsupported or unrecognized")) {
            return host + " does not speak TLS there; check the port, and proxies and firewalls on the way to it";
        }
        if (failure.getCause() instanceof EOFException || lower.contains("terminated the handshake")) {
            return host + " closes the connection in the TLS handshake; check proxies and firewalls on the way to it";
        }
        return "no TLS connection to " + host + " (" + words + "); check proxies and firewalls on the way to it";
    }
}
