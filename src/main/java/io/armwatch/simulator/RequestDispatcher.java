package io.armwatch.simulator;

import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.FaultEffect;
import io.armwatch.simulator.operation.Arm;
import io.armwatch.simulator.operation.CallLog;
import io.armwatch.simulator.operation.Operations;
import io.armwatch.simulator.operation.Tokens;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.HttpWire;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Handles every request: notifies the listeners, applies the first matching fault, otherwise lets ARM or the token
 * endpoint answer.
 */
final class RequestDispatcher {
    private static final System.Logger LOG = System.getLogger(RequestDispatcher.class.getName());
    private static final Answer HEALTHY =
            Answer.of(200, WireJson.render(WireJson.object().put("status", "UP")));

    private final Arm arm;
    private final Tokens tokens;
    private final HttpWire wire;
    private final Operations operations;
    private final CallLog log;
    final List<Consumer<HttpServerRequest>> listeners = new CopyOnWriteArrayList<>();
    final List<Fault> faults = new CopyOnWriteArrayList<>();

    RequestDispatcher(Arm arm, Tokens tokens, Operations operations, HttpWire wire, CallLog log) {
        this.arm = arm;
        this.tokens = tokens;
        this.operations = operations;
        this.wire = wire;
        this.log = log;
    }

    void dispatch(HttpServerRequest request) {
        log.logArrival(request);
        listeners.forEach(listener -> listener.accept(request));
        for (Fault fault : faults) {
            if (fault.when().test(request)) {
                operations.counter("Fault").increment();
                fault.apply(request);
                return;
            }
        }
        perform(request, FaultEffect.NONE);
    }

    /** Answers a request with the effect of a fault. */
    void perform(HttpServerRequest request, FaultEffect effect) {
        if (effect.sent().isPresent()) {
            later(effect.delay(), () -> effect.sent().get().handle(request));
        } else if (request.method().equals(HttpMethod.GET)) {
            answer(request, Buffer.buffer(), effect);
        } else {
            request.body().onSuccess(body -> answer(request, body, effect));
        }
    }

    private void answer(HttpServerRequest request, Buffer body, FaultEffect effect) {
        Answer answer;
        try {
            effect.before().ifPresent(before -> before.act(request));
            Answer plain = effect.instead().isPresent() ? effect.instead().get().get() : answerTo(request, body);
            answer = effect.applyEdits(request, plain);
        } catch (ArmErrorException error) {
            answer = error.answer();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "simulator: " + request.method() + " " + request.path(), e);
            answer = Answer.error(500, "InternalServerError", "The simulator failed: " + e.getClass());
        }
        Answer ready = answer;
        later(effect.delay(), () -> wire.send(request, ready));
    }

    /** Runs an action after a delay, on the request's own event loop. */
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
