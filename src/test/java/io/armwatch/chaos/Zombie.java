package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.it.Child;
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
    STOPPED_BEFORE_EVENTS_ARE_WRITTEN(Call::isJudged),
    STOPPED_BEFORE_COMMIT(Brokers.proxy()::isCommit);

    /** Session timeout, transaction timeout, and a start, with time to spare. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(30);

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Predicate<Call> which;

    Zombie(Predicate<Call> which) {
        this.which = which;
    }

    @Override
    public Outcome run(Child.Options armwatch) {
        CountDownLatch wakes = new CountDownLatch(1);
        try (Fire fire = new Fire()) {
            Child zombie = fire.start(armwatch);
            Held held = new Held(wakes, zombie);
            try (Rule stop = fire.proxy().at(which, At.REQUEST, held, Then.PASS_ON)) {
                fire.change();
                Awaitility.await("the stop").until(held::holds);
                fire.spawn(armwatch);
                if (!fire.expect("the other process tells all", TAKE_OVER, () -> fire.told(1))) {
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
    private static void awake(Fire fire, Rule stop, CountDownLatch wakes, Child zombie) {
        try (Rule joins =
                fire.proxy().at(call -> call.api() == ApiKeys.JOIN_GROUP, At.ANSWER, () -> {}, Then.PASS_ON)) {
            Fire.signal("CONT", zombie);
            wakes.countDown();
            stop.await(Fire.PATIENCE);
            joins.await(Fire.PATIENCE);
        }
    }

    /** Stops the process while its request is held. */
    private record Held(CountDownLatch wakes, CountDownLatch held, Child zombie) implements Runnable {
        Held(CountDownLatch wakes, Child zombie) {
            this(wakes, new CountDownLatch(1), zombie);
        }

        @Override
        public void run() {
            Fire.signal("STOP", zombie);
            held.countDown();
            Fire.hold(wakes);
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
