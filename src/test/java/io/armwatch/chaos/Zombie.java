package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.kafka.common.protocol.ApiKeys;
import org.awaitility.Awaitility;

/**
 * Scenario 3: a process is stopped in the middle of a transaction for longer than session and transaction timeout, and goes on
 * when another has taken over; what it had in the network goes on with it.
 */
enum Zombie implements Scenario {
    STOPPED_BEFORE_EVENTS_ARE_WRITTEN(KafkaRequest::isDetectionResult),
    STOPPED_BEFORE_COMMIT(SharedBroker.proxy()::isCommit);

    /** Session timeout, transaction timeout, and a start, with time to spare. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(30);

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Predicate<KafkaRequest> which;

    Zombie(Predicate<KafkaRequest> which) {
        this.which = which;
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        CountDownLatch wakes = new CountDownLatch(1);
        try (ChaosFixture fire = new ChaosFixture()) {
            ArmwatchProcess zombie = fire.start(armwatch);
            Held held = new Held(wakes, zombie);
            try (ProxyRule stop = fire.proxy().at(which, At.REQUEST, held, Then.PASS_ON)) {
                fire.change();
                Awaitility.await("the stop").until(held::holds);
                fire.spawn(armwatch);
                if (!fire.expect("the other process publishes everything", TAKE_OVER, () -> fire.told(1))) {
                    return fire.broken("1 SIGSTOP");
                }
                fire.change();
                fire.awaitChanges(2);
                awake(fire, stop, wakes, zombie);
            }
            fire.change();
            fire.awaitChanges(3);
            return fire.outcome("1 SIGSTOP, 1 SIGCONT");
        } finally {
            wakes.countDown();
        }
    }

    /** It goes on, and has learned that another has taken over: it has asked to join the group again. */
    private static void awake(ChaosFixture fire, ProxyRule stop, CountDownLatch wakes, ArmwatchProcess zombie) {
        try (ProxyRule joins =
                fire.proxy().at(call -> call.api() == ApiKeys.JOIN_GROUP, At.ANSWER, () -> {}, Then.PASS_ON)) {
            ChaosFixture.signal("CONT", zombie);
            wakes.countDown();
            stop.await(ChaosFixture.PATIENCE);
            joins.await(ChaosFixture.PATIENCE);
        }
    }

    /** Stops the process while its request is held. */
    private record Held(CountDownLatch wakes, CountDownLatch held, ArmwatchProcess zombie) implements Runnable {
        Held(CountDownLatch wakes, ArmwatchProcess zombie) {
            this(wakes, new CountDownLatch(1), zombie);
        }

        @Override
        public void run() {
            ChaosFixture.signal("STOP", zombie);
            held.countDown();
            ChaosFixture.hold(wakes);
        }

        boolean holds() {
            return held.getCount() == 0;
        }
    }

    @Override
    public String toString() {
        return "3 zombie " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
