package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.it.Child;
import java.util.Locale;
import java.util.function.Predicate;

/** Scenario 1: kill -9 at a point that is known to the byte, and another process takes over. */
enum CrashPoint implements Scenario {
    BEFORE_SEND(Call::isObservation, At.REQUEST),
    AFTER_SEND(Call::isObservation, At.ANSWER),
    BEFORE_EVENTS_ARE_WRITTEN(Call::isJudged, At.REQUEST),
    AFTER_OFFSETS_ARE_WRITTEN(Brokers.proxy()::isOffsets, At.ANSWER),
    BEFORE_COMMIT(Brokers.proxy()::isCommit, At.REQUEST),
    AFTER_COMMIT(Brokers.proxy()::isCommit, At.ANSWER);

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Predicate<Call> which;

    private final At at;

    CrashPoint(Predicate<Call> which, At at) {
        this.which = which;
        this.at = at;
    }

    @Override
    public Outcome run(Child.Options armwatch) {
        try (Fire fire = new Fire()) {
            Child child = fire.start(armwatch);
            try (Rule kill = fire.proxy().at(which, at, child::kill, Then.DROP)) {
                fire.change();
                kill.await(Fire.PATIENCE);
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
