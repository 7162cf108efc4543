package io.armwatch.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
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
    private final CallLog log;
    final List<Consumer<HttpServerRequest>> listeners = new CopyOnWriteArrayList<>();
    final List<Fault> faults = new CopyOnWriteArrayList<>();

    FrontDesk(Arm arm, Tokens tokens, Operations operations, Wire wire, CallLog log) {
        this.arm = arm;
        this.tokens = tokens;
        this.operations = operations;
        this.wire = wire;
        this.log = log;
    }

    void take(HttpServerRequest request) {
        log.arrived(request);
        listeners.forEach(listener -> listener.accept(request));
        for (Fault fault : faults) {
            if (fault.when().test(request)) {
                operations.counter("Fault").increment();
                fault.strike(request);
                return;
            }
        }
        perform(request, FaultPlay.NONE);
    }

    /** Answers a request as a fault has it. */
    void perform(HttpServerRequest request, FaultPlay play) {
        if (play.sent().isPresent()) {
            later(play.delay(), () -> play.sent().get().handle(request));
        } else if (request.method().equals(HttpMethod.GET)) {
            answer(request, Buffer.buffer(), play);
        } else {
            request.body().onSuccess(body -> answer(request, body, play));
        }
    }

    private void answer(HttpServerRequest request, Buffer body, FaultPlay play) {
        Answer answer;
        try {
            play.before().ifPresent(before -> before.act(request));
            Answer plain = play.instead().isPresent() ? play.instead().get().get() : answerTo(request, body);
            answer = play.edited(request, plain);
        } catch (Refusal refusal) {
            answer = refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "simulator: " + request.method() + " " + request.path(), e);
            answer = Answer.error(500, "InternalServerError", "The simulator failed: " + e.getClass());
        }
        Answer ready = answer;
        later(play.delay(), () -> wire.send(request, ready));
    }

    /** Held back on the request's own event loop. */
    private static void later(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            Vertx.currentContext().owner().setTimer(Math.max(1, delay.toMillis()), timer -> action.run());
        }
    }

    private Answer answerTo(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.GET)) {
            if (request.path().equals("/health")) {
                return HEALTHY;
            }
            if (request.path().equals("/msi/token")) {
                operations.counter(Operations.TOKEN).increment();
                return tokens.issue(request);
            }
        }
        return arm.answer(wire.call(request, body));
    }
}
