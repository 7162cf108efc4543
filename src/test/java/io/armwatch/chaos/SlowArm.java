package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.simulator.fault.Fault;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/**
 * Scenario 4: ARM answers one call late, with what was true when it was asked; meanwhile another process has taken over and published
 * that, and of what came after. No state comes twice, so that one turned back shows.
 */
final class SlowArm implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            ArmwatchProcess slow = fire.start(armwatch);
            String id = fire.id("onebatch");
            Answer late = new Answer();
            try (Fault fault = fire.azure().simulator().fault(request -> late.isFor(request, id), late::hold)) {
                Awaitility.await("the slow call").until(() -> fault.appliedCount() == 1);
                fire.change(id, 11);
                late.is(fire.azure().simulator().body(id));
                ChaosFixture.signal("STOP", slow);
                fire.spawn(armwatch);
                fire.awaitChanges(id, 1);
                fire.change(id, 12);
                fire.awaitChanges(id, 2);
                answer(fire, id, late, slow);
            }
            fire.change();
            fire.awaitChanges(id, 3);
            return fire.outcome("1 answer 10 s late, 1 SIGSTOP, 1 SIGCONT");
        }
    }

    @Override
    public String toString() {
        return "4 slow ARM";
    }

    /** The answer comes, and the observation made of it has reached the topic. */
    private static void answer(ChaosFixture fire, String id, Answer late, ArmwatchProcess slow) {
        try (ProxyRule sent = fire.proxy().at(call -> call.isObservationOf(id), At.ANSWER, () -> {}, Then.PASS_ON)) {
            ChaosFixture.signal("CONT", slow);
            late.send();
            sent.await(ChaosFixture.PATIENCE);
        }
        fire.rig().processedEvents();
    }

    /** The answer to the first call of a resource that comes: what is true while that call is under way. */
    private static final class Answer {
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile Optional<HttpServerRequest> call = Optional.empty();
        private volatile String body = "";

        boolean isFor(HttpServerRequest request, String id) {
            return request.path().equalsIgnoreCase(id) && taken.compareAndSet(false, true);
        }

        void hold(HttpServerRequest request) {
            call = Optional.of(request);
        }

        void is(String shown) {
            body = shown;
        }

        void send() {
            call.orElseThrow()
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(body);
        }
    }
}
