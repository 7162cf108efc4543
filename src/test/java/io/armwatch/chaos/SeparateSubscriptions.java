package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Sharing alone: two processes, and each keeps to its own. */
final class SeparateSubscriptions implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ProcessGroup team = new ProcessGroup(SharedBroker.proxy().brokers(), "* * * * * ?", armwatch)) {
            team.start(2);
            try (ChangeLoad load = new ChangeLoad(team, 1, Duration.ofMillis(200))) {
                load.await(5);
                check(team);
                load.end();
            }
            return team.outcome("none, 2 processes");
        }
    }

    /** Each Azure subscription is polled by the process that says so, alone, and check names it. */
    static void check(ProcessGroup team) {
        String owners = owners(team);
        long from = System.nanoTime();
        team.awaitScans();
        Set<String> unheld = new HashSet<>(team.subscriptions());
        for (GroupMember member : team.members()) {
            Set<String> held = member.holds();
            unheld.removeAll(held);
            for (String id : team.idsIn(held)) {
                Set<String> hosts = team.polls().hosts(id, from, System.nanoTime());
                team.check(hosts.equals(Set.of(member.host())), id + " is polled by " + hosts);
            }
            String name = "-" + member.child().handle().pid() + " at ";
            held.forEach(each -> team.check(
                    owners.lines().anyMatch(line -> line.contains(each + ": ") && line.contains(name)),
                    "check names another owner of " + each + " than " + name));
        }
        team.check(unheld.isEmpty(), "held by none: " + unheld);
    }

    private static String owners(ProcessGroup team) {
        try (ArmwatchProcess check = team.rig().spawn("check", ArmwatchProcess.Options.ORDINARY)) {
            team.check(check.awaitEnd(ProcessGroup.PATIENCE) == 0, "check is not content: " + check.output());
            return check.output();
        }
    }

    @Override
    public String toString() {
        return "6 each its own";
    }
}
