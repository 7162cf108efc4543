package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/** Scenario 9: the one broker is away for a minute, or as long as {@code -Dchaos.away=} says in seconds; polling pauses, and goes on. */
final class BrokerAway implements Scenario {
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("chaos.away", 60));
    private static final Duration IN_FLIGHT = Duration.ofSeconds(12);
    /** After a return, on a machine that has much to do. */
    private static final Duration SOON = Duration.ofSeconds(30);
    /** What may come to be used besides, in MiB: buffers, and what a longer run leaves behind. */
    private static final double MORE = 24;

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (BrokerProcess broker = new BrokerProcess().start();
                ProcessGroup team = new ProcessGroup(broker.proxy().brokers(), "* * * * * ?", armwatch)) {
            team.start(1);
            GroupMember member = team.members().get(0);
            team.awaitScans();
            double before = HeapUsage.used(member.child());
            try (EventDelays delays = new EventDelays(team);
                    ChangeLoad load = new ChangeLoad(team, 9, Duration.ofMillis(200))) {
                broker.kill();
                stayAway(team, member);
                double away = HeapUsage.used(member.child());
                broker.start();
                awaitReady(member, 200);
                long back = System.nanoTime();
                List<ChangeLoad.Change> changes = load.end();
                delays.awaitAll(changes);
                Duration took = Duration.ofNanos(System.nanoTime() - back);
                team.check(took.compareTo(SOON) <= 0, "published " + took.toSeconds() + " s after Kafka was back");
                return outcome(team, member, changes.size(), before, away);
            }
        }
    }

    /** Not ready, and alive, all the time; and it polls nothing, but for what was in flight. */
    private static void stayAway(ProcessGroup team, GroupMember member) {
        awaitReady(member, 503);
        Awaitility.await("the pause")
                .atMost(ProcessGroup.PATIENCE)
                .until(() -> member.child().output().contains("polling pauses"));
        long paused = System.nanoTime();
        Awaitility.await("alive and not ready")
                .pollInterval(Duration.ofSeconds(1))
                .during(AWAY)
                .atMost(AWAY.plusSeconds(30))
                .until(() -> member.live() && member.ready() == 503);
        team.ids()
                .forEach(id ->
                        team.check(team.polls().count(id, paused + IN_FLIGHT.toNanos()) == 0, id + " was polled"));
    }

    private static void awaitReady(GroupMember member, int status) {
        Awaitility.await("readiness " + status)
                .pollInterval(Duration.ofMillis(200))
                .atMost(ProcessGroup.PATIENCE)
                .until(() -> member.ready() == status);
    }

    private static Outcome outcome(ProcessGroup team, GroupMember member, int changes, double before, double away) {
        team.check(away <= before + MORE, "memory grows while Kafka is away");
        return team.outcome(String.format(
                Locale.ROOT,
                "broker away %d s, %d changes; heap %.1f MiB, while away %.1f, after %.1f",
                AWAY.toSeconds(),
                changes,
                before,
                away,
                HeapUsage.used(member.child())));
    }

    @Override
    public String toString() {
        return "9 broker away";
    }
}
