package io.armwatch.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.signal.InvalidSignalException;
import io.armwatch.signal.Signal;
import io.armwatch.signal.SignalReader;
import io.armwatch.signal.SignalWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/signals}: writes a signal to Kafka, whose JSON form is the body. The process that holds the Azure subscription acts on
 * it, whichever process took the call.
 */
public final class SignalApi {
    private static final Logger LOG = LoggerFactory.getLogger(SignalApi.class);
    private static final String PATH = "/api/v1/signals";
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int CALLS_AT_ONCE = 20;
    private static final int CALLS_PER_SECOND = 10;

    private static final int WRITES_AT_ONCE = 4;

    private final WriteGuard guard;
    private final Optional<SignalWriter> writer;
    private final RateLimit limit = new RateLimit(CALLS_AT_ONCE, CALLS_PER_SECOND, System::nanoTime);
    /** While Kafka is away, calls wait; they must not take all threads of the management server. */
    private final Semaphore writes = new Semaphore(WRITES_AT_ONCE);

    private SignalApi(Settings.Management management, Optional<SignalWriter> writer) {
        this.guard = new WriteGuard(management);
        this.writer = writer;
    }

    /**
     * Adds the call to the management server's router.
     *
     * @param writer empty if armwatch does not act on signals
     */
    public static void addTo(Router router, Settings.Management management, Optional<SignalWriter> writer) {
        SignalApi api = new SignalApi(management, writer);
        router.post(PATH).handler(api::check); // a route of its own, so that no body is read before
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .blockingHandler(api::write, false)
                .failureHandler(SignalApi::fail);
    }

    private void check(RoutingContext call) {
        Optional<WriteGuard.Refusal> refusal = guard.check(call.request());
        String type = String.valueOf(call.request().getHeader(HttpHeaders.CONTENT_TYPE));
        if (refusal.isPresent()) {
            if (refusal.get().status() == 401) {
                call.response().putHeader("WWW-Authenticate", "Bearer");
            }
            answer(call, refusal.get().status(), refusal.get().problem());
        } else if (writer.isEmpty()) {
            answer(call, 409, "armwatch does not act on signals; set armwatch.signals=true");
        } else if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            answer(call, 415, "the body must be JSON; send the header Content-Type: application/json");
        } else if (!limit.take()) {
            refuseNow(call);
        } else {
            call.next();
        }
    }

    private void refuseNow(RoutingContext call) {
        call.response().putHeader("Retry-After", "1");
        answer(
                call,
                429,
                "too many calls: " + CALLS_PER_SECOND + " a second are allowed, " + WRITES_AT_ONCE
                        + " at the same time. For more, write to Kafka");
    }

    private void write(RoutingContext call) {
        if (!writes.tryAcquire()) {
            refuseNow(call);
            return;
        }
        try {
            writeNow(call);
        } finally {
            writes.release();
        }
    }

    private void writeNow(RoutingContext call) {
        Buffer body = call.body().buffer();
        JsonNode json = Json.tree(body == null ? new byte[0] : body.getBytes());
        if (!json.isObject()) {
            answer(call, 400, "the body is no JSON object; expected for example {\"scan\":\"maps-keys\"}");
            return;
        }
        try {
            Signal signal = SignalReader.read(json);
            SignalWriter to = writer.orElseThrow();
            to.write(signal);
            LOG.info(
                    "Signal from {}: {} {}",
                    call.request().remoteAddress().hostAddress(),
                    signal.kind(),
                    signal.value());
            send(call, 202, Map.of("written", Map.of(signal.kind(), signal.value()), "topic", to.topic()));
        } catch (InvalidSignalException e) {
            answer(call, 400, String.valueOf(e.getMessage()));
        } catch (AuthorizationException e) {
            answer(call, 503, KafkaTopics.writeDeniedText(writer.orElseThrow().topic()));
        } catch (KafkaException e) {
            answer(
                    call,
                    503,
                    "Kafka does not accept the signal (" + e.getClass().getSimpleName() + "); try again later");
        }
    }

    private static void fail(RoutingContext call) {
        if (call.statusCode() == 413) {
            answer(call, 413, "the body is larger than " + LARGEST_BODY + " bytes");
            return;
        }
        int status = call.statusCode() > 0 ? call.statusCode() : 500;
        if (status >= 500) {
            LOG.warn("POST {} failed", PATH, call.failure());
        }
        answer(call, status, "the call failed");
    }

    private static void answer(RoutingContext call, int status, String problem) {
        send(call, status, Map.of("problem", problem));
    }

    private static void send(RoutingContext call, int status, Map<String, ?> body) {
        if (call.response().ended()) {
            return;
        }
        call.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(Json.write(body)));
    }
}
