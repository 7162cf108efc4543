package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;

/** Scenario 8: of three brokers the leader of observations is killed under load, and then the transactions' coordinator; each comes back. */
final class ThreeBrokers implements Scenario {
    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (BrokerCluster cluster = new BrokerCluster();
                ProcessGroup team = new ProcessGroup(cluster.brokers(), "* * * * * ?", armwatch)) {
            team.start(2);
            Admin admin = team.rig().admin();
            cluster.awaitWhole(admin);
            try (EventDelays delays = new EventDelays(team);
                    ChangeLoad load = new ChangeLoad(team, 8, Duration.ofMillis(200))) {
                lose(cluster, BrokerCluster.leader(admin, team.rig().name() + ".observations", 0), team, load, delays);
                lose(cluster, BrokerCluster.coordinator(admin, team.rig().name()), team, load, delays);
                List<ChangeLoad.Change> changes = load.end();
                delays.awaitAll(changes);
                return team.outcome(String.format(
                        Locale.ROOT,
                        "kill -9 of leader and coordinator, %d changes, worst delay %.1f s",
                        changes.size(),
                        delays.worst(changes).toMillis() / 1000.0));
            }
        }
    }

    /** Two brokers are enough to go on. */
    private static void lose(BrokerCluster cluster, int node, ProcessGroup team, ChangeLoad load, EventDelays delays) {
        load.await(10);
        cluster.kill(node);
        load.await(10);
        delays.awaitMore(10);
        cluster.restart(node);
        cluster.awaitWhole(team.rig().admin());
    }

    @Override
    public String toString() {
        return "8 three brokers";
    }
}
