package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import java.util.Locale;
import org.apache.kafka.common.protocol.ApiKeys;

/** Scenario 7: the one broker is killed in the middle of a commit, and comes back with the data it had. */
enum BrokerCrash implements Scenario {
    WHEN_IT_HAS_WRITTEN_EVENTS(At.ANSWER),
    BEFORE_IT_HAS_THE_COMMIT(At.REQUEST),
    WHEN_IT_HAS_WRITTEN_THE_COMMIT(At.ANSWER),
    BETWEEN_DECISION_AND_MARKERS(At.REQUEST);

    private final At at;

    BrokerCrash(At at) {
        this.at = at;
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (BrokerProcess broker = new BrokerProcess().start();
                ChaosFixture fire = new ChaosFixture(broker.proxy())) {
            fire.start(armwatch);
            try (ProxyRule kill =
                    broker.proxy().at(call -> isPoint(broker.proxy(), call), at, broker::kill, Then.DROP)) {
                fire.change();
                kill.await(ChaosFixture.PATIENCE);
            }
            broker.start();
            fire.awaitChanges(1);
            fire.change();
            fire.awaitChanges(2);
            return fire.outcome("1 kill -9 of the broker");
        }
    }

    private boolean isPoint(KafkaProxy proxy, KafkaRequest call) {
        return switch (this) {
            case WHEN_IT_HAS_WRITTEN_EVENTS -> call.isDetectionResult();
            case BETWEEN_DECISION_AND_MARKERS -> call.api() == ApiKeys.WRITE_TXN_MARKERS;
            default -> proxy.isCommit(call);
        };
    }

    @Override
    public String toString() {
        return "7 broker killed " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
