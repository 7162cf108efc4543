package io.armwatch.chaos;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import io.armwatch.it.ArmwatchProcess;
import java.util.Locale;
import java.util.function.Predicate;

/** Scenario 1: kill -9 at a point that is known to the byte, and another process takes over. */
enum CrashPoint implements Scenario {
    BEFORE_SEND(KafkaRequest::isObservation, At.REQUEST),
    AFTER_SEND(KafkaRequest::isObservation, At.ANSWER),
    BEFORE_EVENTS_ARE_WRITTEN(KafkaRequest::isDetectionResult, At.REQUEST),
    AFTER_OFFSETS_ARE_WRITTEN(SharedBroker.proxy()::isOffsets, At.ANSWER),
    BEFORE_COMMIT(SharedBroker.proxy()::isCommit, At.REQUEST),
    AFTER_COMMIT(SharedBroker.proxy()::isCommit, At.ANSWER);

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Predicate<KafkaRequest> which;

    private final At at;

    CrashPoint(Predicate<KafkaRequest> which, At at) {
        this.which = which;
        this.at = at;
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            ArmwatchProcess child = fire.start(armwatch);
            try (ProxyRule kill = fire.proxy().at(which, at, child::kill, Then.DROP)) {
                fire.change();
                kill.await(ChaosFixture.PATIENCE);
            }
            fire.spawn(armwatch);
            fire.awaitChanges(1);
            fire.change();
            fire.awaitChanges(2);
            return fire.outcome("1 kill -9");
        }
    }

    @Override
    public String toString() {
        return "1 kill -9 " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
