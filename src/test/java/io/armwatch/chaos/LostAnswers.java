package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.it.Child;
import java.util.List;
import java.util.function.Predicate;

/** Scenario 10: the broker's answers are lost with their connections: to a commit, and to what leads to one. */
final class LostAnswers implements Scenario {
    static final List<Predicate<Call>> ALL = List.of(
            Brokers.proxy()::isCommit,
            Call::isObservation,
            Call::isJudged,
            Brokers.proxy()::isOffsets,
            Brokers.proxy()::isCommit);

    private final List<Predicate<Call>> which;

    LostAnswers(List<Predicate<Call>> which) {
        this.which = which;
    }

    @Override
    public Outcome run(Child.Options armwatch) {
        try (Fire fire = new Fire()) {
            fire.start(armwatch);
            int round = 0;
            for (Predicate<Call> each : which) {
                try (Rule lost = fire.proxy().at(each, At.ANSWER, () -> {}, Then.DROP)) {
                    fire.change();
                    lost.await(Fire.PATIENCE);
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
