package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.simulator.fault.Fault;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/**
 * A process dies with an observation still on its way, which arrives when the next process has begun to scan and before it asks for
 * that resource: what the scan sees then is compared with what is known by then, and published. The next scan comes too late.
 */
final class LateObservation implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        CountDownLatch arrives = new CountDownLatch(1);
        try (ChaosFixture fire = new ChaosFixture()) {
            ArmwatchProcess first = fire.start(armwatch);
            String id = fire.id("twobatch");
            CountDownLatch onItsWay = new CountDownLatch(1);
            try (ProxyRule late = fire.proxy()
                    .at(call -> call.isObservationOf(id), At.REQUEST, () -> leave(onItsWay, arrives), Then.PASS_ON)) {
                fire.change(id, 1);
                Awaitility.await("the observation").until(() -> onItsWay.getCount() == 0);
                first.kill();
                scanOnce(fire, armwatch, id, late, arrives);
            }
            return fire.outcomeOfOneScan("1 kill -9, 1 observation late");
        } finally {
            arrives.countDown();
        }
    }

    private static void leave(CountDownLatch onItsWay, CountDownLatch arrives) {
        onItsWay.countDown();
        ChaosFixture.hold(arrives);
    }

    /**
     * The first account's answer is slow, so the second one's turn comes when the observation has arrived and is judged; and in
     * the next scan it is not answered at all.
     */
    private static void scanOnce(
            ChaosFixture fire, ArmwatchProcess.Options armwatch, String id, ProxyRule late, CountDownLatch arrives) {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        String before = fire.id("onebatch");
        try (Fault slow = fire.azure().simulator().fault(request -> isFor(request, before), held::add)) {
            fire.spawn(armwatch.with("armwatch.http.concurrency", "1"));
            Awaitility.await("the scan").until(() -> slow.appliedCount() == 1);
            arrives.countDown();
            late.await(ChaosFixture.PATIENCE);
            fire.awaitChanges(id, 1);
            fire.change(id, 2);
            String body = fire.azure().simulator().body(before);
            held.get(0).response().putHeader("Content-Type", "application/json").end(body);
            fire.expect(
                    "the scan publishes what it finds",
                    ChaosFixture.PATIENCE.dividedBy(6),
                    () -> fire.hasEvents(id, 2));
        }
    }

    private static boolean isFor(HttpServerRequest request, String id) {
        return request.path().equalsIgnoreCase(id);
    }

    @Override
    public String toString() {
        return "4 late observation of a dead process";
    }
}
