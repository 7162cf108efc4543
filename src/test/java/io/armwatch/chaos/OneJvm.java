package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.it.Child;

/** Scenario 12: broker and armwatch in one JVM, killed together in the middle of a commit; but for the broker's data all is lost. */
final class OneJvm implements Scenario {
    @Override
    public Outcome run(Child.Options armwatch) {
        try (BrokerProcess broker = new BrokerProcess();
                Fire fire = new Fire(broker.proxy())) {
            Child.Options together = armwatch.by(broker.main());
            Child first = fire.start(together);
            kill(first, broker.proxy(), At.REQUEST, fire);
            Child second = fire.spawn(together);
            fire.awaitChanges(1);
            kill(second, broker.proxy(), At.ANSWER, fire);
            fire.spawn(together);
            fire.awaitChanges(2);
            return fire.outcome("2 kill -9 of everything, local state lost");
        }
    }

    private static void kill(Child everything, KafkaProxy proxy, At at, Fire fire) {
        try (Rule kill = proxy.at(proxy::isCommit, at, everything::kill, Then.DROP)) {
            fire.change();
            kill.await(Fire.PATIENCE);
        }
        fire.rig().loseLocalState();
    }

    @Override
    public String toString() {
        return "12 everything in one JVM";
    }
}
