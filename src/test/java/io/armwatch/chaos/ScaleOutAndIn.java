package io.armwatch.chaos;

import static java.util.stream.Collectors.toSet;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.awaitility.Awaitility;

/** Scenario 6: one process, three, and one again, under load; one is stopped, one is killed. */
final class ScaleOutAndIn implements Scenario {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final List<String> measured = new ArrayList<>();

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ProcessGroup team = new ProcessGroup(SharedBroker.proxy().brokers(), "0/5 * * * * ?", armwatch)) {
            team.start(1);
            team.awaitScans();
            try (ChangeLoad load = new ChangeLoad(team, 6, Duration.ofMillis(300))) {
                grow(team);
                SeparateSubscriptions.check(team);
                leave(team);
                die(team);
                load.end();
            }
            return team.outcome("1 to 3 to 1: " + String.join(", ", measured));
        }
    }

    /** Two more join. */
    private void grow(ProcessGroup team) {
        long from = System.nanoTime();
        team.join();
        team.join();
        team.awaitShared();
        team.awaitScans();
        gaps(team, team.ids(), "growing", from, PERIOD.multipliedBy(2));
        overlaps(team, from);
    }

    /** One is stopped. */
    private void leave(ProcessGroup team) {
        GroupMember leaving = team.members().get(0);
        List<String> ids = team.idsIn(leaving.holds());
        long from = System.nanoTime();
        Duration took = team.terminate(leaving);
        report("SIGTERM ends", took, STOP, team);
        awaitTaken(team, leaving, ids, from, "after SIGTERM polled again");
        team.awaitShared();
        team.awaitScans();
        gaps(team, team.ids(), "shrinking", from, PERIOD.multipliedBy(2));
        overlaps(team, from);
    }

    /** One dies. */
    private void die(ProcessGroup team) {
        GroupMember dying = team.members().get(0);
        List<String> ids = team.idsIn(dying.holds());
        long from = System.nanoTime();
        team.kill(dying);
        awaitTaken(team, dying, ids, from, "after kill -9 polled again");
        team.awaitShared();
        team.awaitScans();
        gaps(team, team.ids(), "dying", from, TAKE_OVER);
    }

    private void awaitTaken(ProcessGroup team, GroupMember gone, List<String> ids, long from, String what) {
        team.check(!ids.isEmpty(), "the process that goes holds nothing");
        Awaitility.await(what)
                .atMost(ProcessGroup.PATIENCE)
                .until(() -> ids.stream().allMatch(id -> team.polls().isTaken(id, gone.host(), from)));
        report(what, Duration.ofNanos(System.nanoTime() - from), TAKE_OVER, team);
    }

    private void gaps(ProcessGroup team, List<String> ids, String what, long from, Duration most) {
        long to = System.nanoTime();
        Duration longest = ids.stream()
                .map(id -> team.polls().longestGap(id, from, to))
                .max(Duration::compareTo)
                .orElseThrow();
        report("longest gap " + what, longest, most, team);
    }

    private static void overlaps(ProcessGroup team, long from) {
        Set<String> twice = team.ids().stream()
                .filter(id -> team.polls().overlap(id, from, System.nanoTime()) > 1)
                .collect(toSet());
        team.check(twice.isEmpty(), "polled more than once by another when its owner had begun: " + twice);
    }

    private void report(String what, Duration took, Duration most, ProcessGroup team) {
        String text = String.format(Locale.ROOT, "%s %.1f s", what, took.toMillis() / 1000.0);
        measured.add(text);
        team.check(took.compareTo(most) <= 0, text + ", and not within " + most.toSeconds() + " s");
    }

    @Override
    public String toString() {
        return "6 sharing";
    }
}
