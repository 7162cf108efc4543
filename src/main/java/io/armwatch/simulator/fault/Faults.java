package io.armwatch.simulator.fault;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.wire.Answer;
import io.netty.buffer.Unpooled;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ready-made responses and request conditions for {@link Simulator#fault}. */
public final class Faults {
    private static final String JSON = "application/json; charset=utf-8";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Faults() {}

    /** Matches requests of a method (empty: any) whose path contains a part, case-insensitively. */
    public static Predicate<HttpServerRequest> on(String method, String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return request -> (method.isEmpty() || request.method().name().equals(method))
                && request.path().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** Matches only the first requests that meet a condition. */
    public static Predicate<HttpServerRequest> times(int times, Predicate<HttpServerRequest> when) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> when.test(request) && left.getAndDecrement() > 0;
    }

    public static Handler<HttpServerRequest> answer(
            int status, String contentType, String body, Map<String, String> headers) {
        return request -> {
            headers.forEach(request.response()::putHeader);
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", contentType)
                    .end(body);
        };
    }

    public static Handler<HttpServerRequest> answer(int status, String body) {
        return answer(status, JSON, body, Map.of());
    }

    /** An error in ARM's shape. */
    public static Handler<HttpServerRequest> error(int status, String code, String message) {
        return answer(status, Answer.error(status, code, message).body().toString());
    }

    public static Handler<HttpServerRequest> unauthorized() {
        return error(401, "InvalidAuthenticationToken", "The access token is invalid.");
    }

    public static Handler<HttpServerRequest> forbidden() {
        return error(403, "AuthorizationFailed", "The client does not have authorization to perform action.");
    }

    public static Handler<HttpServerRequest> notFound() {
        return error(404, "ResourceNotFound", "The Resource was not found.");
    }

    /** 429 with a Retry-After in whole seconds. */
    public static Handler<HttpServerRequest> tooManyRequests(Duration retryAfter) {
        String body = Answer.error(429, "SubscriptionRequestsThrottled", "Number of requests exceeded the limit.")
                .body()
                .toString();
        return answer(429, JSON, body, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    public static Handler<HttpServerRequest> serverError(int status) {
        return error(status, "InternalServerError", "The server encountered an internal error.");
    }

    /** A gateway's error page instead of ARM's response. */
    public static Handler<HttpServerRequest> badGatewayHtml() {
        String page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
        return answer(502, "text/html", page, Map.of());
    }

    public static Handler<HttpServerRequest> notJson() {
        return answer(200, "this is not JSON");
    }

    /** The body of another resource, current at the time of the request. */
    public static Handler<HttpServerRequest> wrongResource(UnaryOperator<String> bodies, String id) {
        return request -> answer(200, bodies.apply(id)).handle(request);
    }

    /** Announces more bytes than it sends, then closes the connection. */
    public static Handler<HttpServerRequest> truncatedJson() {
        return request -> {
            request.response().putHeader("Content-Type", JSON).putHeader("Content-Length", "2000");
            request.response()
                    .write("{\"id\":\"/subscriptions/")
                    .onComplete(written -> request.connection().close());
        };
    }

    /** A JSON string of this many megabytes, sent as fast as the client reads. */
    public static Handler<HttpServerRequest> hugeBody(int megabytes) {
        return request -> {
            HttpServerResponse response = request.response().putHeader("Content-Type", JSON);
            response.setChunked(true).write("{\"value\":\"");
            pump(response, megabyte(), megabytes);
        };
    }

    /** A body that never ends. */
    public static Handler<HttpServerRequest> endlessBody() {
        return hugeBody(Integer.MAX_VALUE);
    }

    private static void pump(HttpServerResponse response, Buffer chunk, int left) {
        if (left == 0) {
            response.end("\"}");
        } else {
            response.write(chunk).onSuccess(written -> pump(response, chunk, left - 1));
        }
    }

    private static Buffer megabyte() {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 'x');
        return Buffer.buffer(bytes);
    }

    /** Headers at once, then one byte of the body per second. */
    public static Handler<HttpServerRequest> dripBody() {
        return request -> {
            HttpServerResponse response = request.response().putHeader("Content-Type", JSON);
            response.setChunked(true).write("{");
            every(SECOND, request, () -> response.write(" "));
        };
    }

    /** One byte of a header per second; the headers never end. */
    public static Handler<HttpServerRequest> dripHeaders() {
        return request -> {
            raw(request, "HTTP/1.1 200 OK\r\nX-Slow: ");
            every(SECOND, request, () -> raw(request, "x"));
        };
    }

    /** Closes the connection without a response. */
    public static Handler<HttpServerRequest> closeConnection() {
        return request -> request.connection().close();
    }

    /** Sends no response and keeps the connection open. */
    public static Handler<HttpServerRequest> hang() {
        return request -> {};
    }

    private static void every(Duration pause, HttpServerRequest request, Runnable action) {
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setPeriodic(pause.toMillis(), fired -> action.run());
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** Sends raw bytes past the server's HTTP encoder. */
    private static void raw(HttpServerRequest request, String text) {
        var unused = ((ConnectionBase) request.connection())
                .channel()
                .pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
