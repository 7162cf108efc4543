package io.armwatch.simulator.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Converts HTTP requests to calls, and sends responses with the headers that all responses of ARM have. */
public final class HttpWire {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-ms-request-id");
    private static final CharSequence CORRELATION_ID = HttpHeaders.createOptimized("x-ms-correlation-request-id");
    private static final CharSequence ROUTING_ID = HttpHeaders.createOptimized("x-ms-routing-request-id");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final boolean gzip;
    private final long run = (new SplittableRandom().nextLong() & ~0xF000L) | 0x4000L;
    private final AtomicLong requests = new AtomicLong();
    private volatile Dates dates = new Dates(0, "", "");

    public HttpWire(Clock clock, boolean gzip) {
        this.clock = clock;
        this.gzip = gzip;
    }

    public Call call(HttpServerRequest request, Buffer body) {
        String host = request.getHeader(HttpHeaders.HOST);
        String self = request.scheme() + "://" + (host == null ? "localhost" : host) + request.path();
        return new Call(
                request.method().name(), decoded(request.path()), self, request.params(), request.headers(), body);
    }

    private static String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ArmErrorException(400, "BadRequest", "The request path is not well encoded.");
        }
    }

    public void send(HttpServerRequest request, Answer plain) {
        Answer answer = gzip ? Gzip.compressIfAccepted(request, plain) : plain;
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        putCommonHeaders(request, response);
        if (answer.body().length() > 0) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        answer.etag().ifPresent(etag -> response.putHeader(HttpHeaders.ETAG, etag));
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.putHeader(header.getKey(), header.getValue());
        }
        if (answer.body().length() > 0) {
            response.end(answer.body());
        } else {
            response.end();
        }
    }

    private void putCommonHeaders(HttpServerRequest request, HttpServerResponse response) {
        Dates now = dates();
        String id = new UUID(run, 0x8000_0000_0000_0000L | requests.incrementAndGet()).toString();
        String correlation = request.getHeader(CORRELATION_ID);
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
                .putHeader(HttpHeaders.DATE, now.http())
                .putHeader(REQUEST_ID, id)
                .putHeader(CORRELATION_ID, correlation == null ? id : correlation)
                .putHeader(ROUTING_ID, "SIMULATOR:" + now.routing() + ":" + id);
    }

    /** A date in the format of HTTP headers, to the second. */
    public static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    public static Instant parseHttpDate(String date) {
        return HTTP_DATE.parse(date, Instant::from);
    }

    /** The present date, rendered once per second. */
    private Dates dates() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Dates known = dates;
        if (known.second() != second || known.http().isEmpty()) {
            Instant now = Instant.ofEpochSecond(second);
            String routing = now.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
            known = new Dates(second, HTTP_DATE.format(now), routing);
            dates = known;
        }
        return known;
    }

    private record Dates(long second, String http, String routing) {}
}
