package io.armwatch.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Takes every request: tells the listeners, lets faults have their way, and hands it to whoever answers it. */
final class FrontDesk {
    private static final System.Logger LOG = System.getLogger(FrontDesk.class.getName());
    private static final Answer HEALTHY =
            Answer.of(200, Json.render(Json.object().put("status", "UP")));

    private final Arm arm;
    private final Tokens tokens;
    private final Wire wire;
    private final Operations operations;
    final List<Consumer<HttpServerRequest>> listeners = new CopyOnWriteArrayList<>();
    final List<Fault> faults = new CopyOnWriteArrayList<>();

    FrontDesk(Arm arm, Tokens tokens, Operations operations, Wire wire) {
        this.arm = arm;
        this.tokens = tokens;
        this.operations = operations;
        this.wire = wire;
    }

    void take(HttpServerRequest request) {
        listeners.forEach(listener -> listener.accept(request));
        for (Fault fault : faults) {
            if (fault.when().test(request)) {
                operations.counter("Fault").increment();
                fault.then().handle(request);
                return;
            }
        }
        if (request.method().equals(HttpMethod.GET)) {
            answer(request, Buffer.buffer());
        } else {
            request.body().onSuccess(body -> answer(request, body));
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        try {
            wire.send(request, answerTo(request, body));
        } catch (Refusal refusal) {
            wire.send(request, refusal.answer());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "simulator: " + request.method() + " " + request.path(), e);
            wire.send(request, Answer.error(500, "InternalServerError", "The simulator failed: " + e.getClass()));
        }
    }

    private Answer answerTo(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.GET)) {
            if (request.path().equals("/health")) {
                return HEALTHY;
            }
            if (request.path().equals("/msi/token")) {
                operations.counter("Token").increment();
                return tokens.issue(request);
            }
        }
        return arm.answer(wire.call(request, body));
    }
}
