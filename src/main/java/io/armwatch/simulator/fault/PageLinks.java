package io.armwatch.simulator.fault;

import io.armwatch.simulator.fault.FaultEffect.Edit;
import io.armwatch.simulator.wire.SkipToken;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Edits the next link of a page. Responses that are not pages stay unchanged. */
final class PageLinks {
    static final String EXPECTED =
            "one of other-scheme, other-host, other-port, self, first-page, endless, empty, null, missing,"
                    + " or a URL that begins with http";

    private static final Pattern SKIP = Pattern.compile("[&?]\\$skiptoken=[^&]*");

    private PageLinks() {}

    /** The edit for a kind of link; empty if the kind is unknown. */
    static Optional<Edit> of(String kind) {
        return switch (kind) {
            case "missing" ->
                Optional.of((request, answer) -> WireJson.edited(answer, body -> body.remove("nextLink")));
            case "null" ->
                Optional.of((request, answer) -> WireJson.edited(answer, body -> {
                    if (body.has("value")) {
                        body.putNull("nextLink");
                    }
                }));
            default -> link(kind).map(PageLinks::put);
        };
    }

    private static Optional<BiFunction<HttpServerRequest, String, String>> link(String kind) {
        return switch (kind) {
            case "empty" -> Optional.of((request, next) -> "");
            case "self" -> Optional.of((request, next) -> self(request));
            case "first-page" -> Optional.of((request, next) -> firstPage(request));
            case "endless" -> Optional.of((request, next) -> endless(request));
            case "other-scheme" -> Optional.of((request, next) -> with(next, "https", "", 0));
            case "other-host" -> Optional.of((request, next) -> with(next, "", "elsewhere.invalid", 0));
            case "other-port" -> Optional.of((request, next) -> with(next, "", "", 1));
            default -> kind.startsWith("http") ? Optional.of((request, next) -> kind) : Optional.empty();
        };
    }

    /**
     * Sets a link made from the request and the present link; on the last page, the link to the page itself takes its
     * place.
     */
    private static Edit put(BiFunction<HttpServerRequest, String, String> link) {
        return (request, answer) -> WireJson.edited(answer, body -> {
            if (body.has("value")) {
                String next = body.path("nextLink").asText("");
                boolean last = next.isEmpty() || next.equals("null");
                body.put("nextLink", link.apply(request, last ? self(request) : next));
            }
        });
    }

    /** The URL of the request. */
    static String self(HttpServerRequest request) {
        return request.absoluteURI();
    }

    private static String firstPage(HttpServerRequest request) {
        return SKIP.matcher(self(request)).replaceAll("");
    }

    /** A new link, different on every page. */
    private static String endless(HttpServerRequest request) {
        String token = request.getParam(SkipToken.PARAMETER);
        SkipToken here = token == null ? SkipToken.FIRST : SkipToken.parse(token);
        return firstPage(request) + "&" + SkipToken.PARAMETER + "="
                + here.next("").text();
    }

    private static String with(String link, String scheme, String host, int step) {
        try {
            URI uri = new URI(link);
            int port = uri.getPort() + (uri.getPort() == 65_535 ? -step : step);
            return (scheme.isEmpty() ? uri.getScheme() : scheme) + "://"
                    + (host.isEmpty() ? uri.getHost() : host)
                    + ":" + port + link.substring(link.indexOf('/', link.indexOf("://") + 3));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
