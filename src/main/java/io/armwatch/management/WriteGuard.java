package io.armwatch.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.config.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides who may make calls of the API that change something: who has the token of {@code armwatch.api.token}, or without one, programs on
 * this machine. A page of a foreign site in a browser on this machine may not.
 */
final class WriteGuard {
    private static final String BEARER = "bearer ";
    /** A host that no name server can change: an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f]*:[0-9a-f:.]*]?");

    private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-forwarded-host");

    private final String host;
    private final Optional<byte[]> token;

    WriteGuard(Settings.Management management) {
        this.host = management.host().toLowerCase(Locale.ROOT);
        this.token = management.token().map(WriteGuard::digest);
    }

    /** Why a call is refused, with the HTTP status. */
    record Refusal(int status, String problem) {}

    /** Why a call is refused; empty if it may be made. */
    Optional<Refusal> check(HttpServerRequest request) {
        return unauthorized(request).or(() -> foreignOrigin(request)).or(() -> foreignHost(request));
    }

    private Optional<Refusal> unauthorized(HttpServerRequest request) {
        if (token.isPresent()) {
            return isTokenOf(request)
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            401,
                            "the call needs the header Authorization: Bearer with the value of armwatch.api.token"));
        }
        return isFromHere(request)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        403,
                        "without armwatch.api.token only this machine may make this call, and not through a proxy;"
                                + " set armwatch.api.token and send it as Authorization: Bearer"));
    }

    private boolean isTokenOf(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER);
        String given =
                bearer ? String.valueOf(header).substring(BEARER.length()).strip() : "";
        return MessageDigest.isEqual(digest(given), token.orElseThrow());
    }

    /** Digests have one length, so that the time of the comparison says nothing about the token. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether the caller is a program on this machine. A proxy on this machine speaks for others. */
    private static boolean isFromHere(HttpServerRequest request) {
        SocketAddress caller = request.remoteAddress();
        if (caller == null || FORWARDED.stream().anyMatch(request.headers()::contains)) {
            return false;
        }
        try {
            return InetAddress.getByName(caller.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** A browser says which page makes a call; only armwatch's own page may. */
    private static Optional<Refusal> foreignOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean foreign = "cross-site".equalsIgnoreCase(request.getHeader("Sec-Fetch-Site"))
                || (origin != null && !isSame(origin, request.authority()));
        return foreign
                ? Optional.of(new Refusal(403, "a page of another site may not make this call"))
                : Optional.empty();
    }

    private static boolean isSame(String origin, HostAndPort authority) {
        try {
            URI page = URI.create(origin);
            return authority != null
                    && page.getHost() != null
                    && page.getHost().equalsIgnoreCase(authority.host())
                    && port(page) == (authority.port() < 0 ? defaultPort(page) : authority.port());
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private static int port(URI page) {
        return page.getPort() < 0 ? defaultPort(page) : page.getPort();
    }

    private static int defaultPort(URI page) {
        return "https".equalsIgnoreCase(page.getScheme()) ? 443 : 80;
    }

    /**
     * Without a token, the host must be an address or this machine: a foreign name that is made to lead here (DNS rebinding) is a foreign
     * page's.
     */
    private Optional<Refusal> foreignHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String name = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        boolean own = name.equals("localhost")
                || name.equals(host)
                || ADDRESS.matcher(name).matches();
        return own || token.isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        403,
                        "the header Host names neither an address nor this machine; call http://" + host
                                + ", or set armwatch.api.token"));
    }
}
