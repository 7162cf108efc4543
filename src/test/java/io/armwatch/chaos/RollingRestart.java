package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Scenario 5: three processes, each stopped and replaced in turn, under load. */
final class RollingRestart implements Scenario {
    /** Twice the session timeout. */
    private static final Duration DELAY = Duration.ofSeconds(12);

    private static final Duration STOP = Duration.ofSeconds(10);

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ProcessGroup team = new ProcessGroup(SharedBroker.proxy().brokers(), "* * * * * ?", armwatch)) {
            team.start(3);
            Duration longest = Duration.ZERO;
            try (EventDelays delays = new EventDelays(team);
                    ChangeLoad load = new ChangeLoad(team, 5, Duration.ofMillis(200))) {
                for (GroupMember member : team.members()) {
                    Duration took = team.terminate(member);
                    longest = took.compareTo(longest) > 0 ? took : longest;
                    team.join();
                    team.awaitShared();
                    load.await(10);
                }
                List<ChangeLoad.Change> changes = load.end();
                delays.awaitAll(changes);
                return outcome(team, longest, delays.worst(changes), changes.size());
            }
        }
    }

    private static Outcome outcome(ProcessGroup team, Duration stop, Duration worst, int changes) {
        team.check(stop.compareTo(STOP) <= 0, "SIGTERM takes " + stop);
        team.check(worst.compareTo(DELAY) <= 0, "an event comes after " + worst);
        return team.outcome(String.format(
                Locale.ROOT,
                "3 SIGTERM, each ends within %.1f s; %d changes, worst delay %.1f s",
                stop.toMillis() / 1000.0,
                changes,
                worst.toMillis() / 1000.0));
    }

    @Override
    public String toString() {
        return "5 rolling restart";
    }
}
