package io.armwatch.chaos;

import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Scenario 11: a state so large that the broker does not take what is written of it, by a limit that stood at the start or was
 * lowered since. Events of other resources are not delayed, the failure of this one is reported, and it is seen once there is room.
 */
enum TooLargeState implements Scenario {
    FOR_OBSERVATIONS(".observations", true),
    FOR_EVENTS(".resource-changes", true),
    FOR_THE_CHANGELOG("-known-states-changelog", true),
    FOR_KNOWN_STATES_SINCE(".known-states", false),
    FOR_THE_CHANGELOG_SINCE("-known-states-changelog", false);

    private static final Duration UNDELAYED = Duration.ofSeconds(15);
    private static final int LIMIT = 50_000;
    private static final int LARGE = 80_000;

    private final String topic;
    private final boolean atStart;

    TooLargeState(String topic, boolean atStart) {
        this.topic = topic;
        this.atStart = atStart;
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            ArmwatchProcess first = fire.start(armwatch);
            limit(fire, LIMIT);
            ArmwatchProcess limited = atStart ? another(fire, first, armwatch) : first;
            String large = fire.id("onebatch");
            fire.tag(large, IncompressibleText.text(LARGE));
            fire.ids().stream().filter(id -> !id.equals(large)).forEach(id -> fire.change(id, 1));
            fire.expect("the events of the others are not delayed", UNDELAYED, () -> others(fire, large));
            fire.expect(
                    "the failure of its poll is published",
                    ChaosFixture.PATIENCE,
                    () -> isPublished(fire, large, "poll.failed"));
            limit(fire, 1_000_000);
            another(fire, limited, armwatch);
            fire.expect(
                    "its change is published when there is room",
                    ChaosFixture.PATIENCE,
                    () -> isPublished(fire, large, "resource.changed"));
            fire.expect(
                    "the end of the failure is published",
                    ChaosFixture.PATIENCE,
                    () -> isPublished(fire, large, "poll.recovered"));
            return fire.outcome(
                    "1 record too large " + name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private static ArmwatchProcess another(
            ChaosFixture fire, ArmwatchProcess before, ArmwatchProcess.Options armwatch) {
        before.terminate();
        before.awaitEnd(ChaosFixture.PATIENCE);
        ArmwatchProcess after = fire.spawn(armwatch);
        fire.expect(
                "it has started", ChaosFixture.PATIENCE, () -> after.output().contains(" watches "));
        return after;
    }

    private static boolean others(ChaosFixture fire, String large) {
        return fire.ids().stream().filter(id -> !id.equals(large)).allMatch(id -> fire.hasEvents(id, 1));
    }

    private static boolean isPublished(ChaosFixture fire, String id, String type) {
        return fire.rig().reader().typesTold(id).contains(type);
    }

    private void limit(ChaosFixture fire, int bytes) {
        ConfigResource resource =
                new ConfigResource(ConfigResource.Type.TOPIC, fire.rig().name() + topic);
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry("max.message.bytes", Integer.toString(bytes)), OpType.SET);
        ArmwatchFixture.get(fire.rig()
                .admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(set)))
                .all());
    }

    @Override
    public String toString() {
        return "11 too large " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
