package io.armwatch.azure.network;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;

/**
 * An HTTP proxy that tunnels TLS by CONNECT (RFC 9110, 9.3.6).
 *
 * @param user empty for a proxy without authentication
 */
public record HttpProxy(String host, int port, String user, String password) {
    private static final int STANDARD_PORT = 80;

    /** Parses {@code [http://][user:password@]host[:port]}; empty if the text is anything else. */
    static Optional<HttpProxy> parse(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            boolean bare = uri.getRawPath().matches("/?") && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (uri.getHost() == null || !bare || !"http".equalsIgnoreCase(uri.getScheme()) || uri.getPort() > 65535) {
                return Optional.empty();
            }
            String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            int colon = login.indexOf(':');
            return Optional.of(new HttpProxy(
                    uri.getHost(),
                    uri.getPort() <= 0 ? STANDARD_PORT : uri.getPort(),
                    decoded(colon < 0 ? login : login.substring(0, colon)),
                    decoded(colon < 0 ? "" : login.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Percent-decodes user information, in which a plus is a plus and not a space. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    HttpHost address() {
        return new HttpHost("http", host, port);
    }

    CredentialsProvider login() {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        if (!user.isEmpty()) {
            provider.setCredentials(
                    new AuthScope(host, port), new UsernamePasswordCredentials(user, password.toCharArray()));
        }
        return provider;
    }

    /** Host and port only, never user or password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
