package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import java.util.List;
import java.util.function.Predicate;

/** Scenario 10: the broker's answers are lost with their connections: to a commit, and to what leads to one. */
final class LostKafkaResponses implements Scenario {
    static final List<Predicate<KafkaRequest>> ALL = List.of(
            SharedBroker.proxy()::isCommit,
            KafkaRequest::isObservation,
            KafkaRequest::isDetectionResult,
            SharedBroker.proxy()::isOffsets,
            SharedBroker.proxy()::isCommit);

    private final List<Predicate<KafkaRequest>> which;

    LostKafkaResponses(List<Predicate<KafkaRequest>> which) {
        this.which = which;
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            fire.start(armwatch);
            int round = 0;
            for (Predicate<KafkaRequest> each : which) {
                try (ProxyRule lost = fire.proxy().at(each, At.ANSWER, () -> {}, Then.DROP)) {
                    fire.change();
                    lost.await(ChaosFixture.PATIENCE);
                }
                fire.awaitChanges(++round);
            }
            return fire.outcome(which.size() + " answers dropped");
        }
    }

    @Override
    public String toString() {
        return "10 the commit's answer lost";
    }
}
