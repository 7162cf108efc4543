package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;

/** Scenario 12: broker and armwatch in one JVM, killed together in the middle of a commit; but for the broker's data all is lost. */
final class BrokerInSameJvm implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (BrokerProcess broker = new BrokerProcess();
                ChaosFixture fire = new ChaosFixture(broker.proxy())) {
            ArmwatchProcess.Options together = armwatch.by(broker.main());
            ArmwatchProcess first = fire.start(together);
            kill(first, broker.proxy(), At.REQUEST, fire);
            ArmwatchProcess second = fire.spawn(together);
            fire.awaitChanges(1);
            kill(second, broker.proxy(), At.ANSWER, fire);
            fire.spawn(together);
            fire.awaitChanges(2);
            return fire.outcome("2 kill -9 of everything, local state lost");
        }
    }

    private static void kill(ArmwatchProcess everything, KafkaProxy proxy, At at, ChaosFixture fire) {
        try (ProxyRule kill = proxy.at(proxy::isCommit, at, everything::kill, Then.DROP)) {
            fire.change();
            kill.await(ChaosFixture.PATIENCE);
        }
        fire.rig().loseLocalState();
    }

    @Override
    public String toString() {
        return "12 everything in one JVM";
    }
}
