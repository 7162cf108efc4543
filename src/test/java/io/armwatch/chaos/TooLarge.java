package io.armwatch.chaos;

import io.armwatch.it.Child;
import io.armwatch.it.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Scenario 11: a state so large that the broker does not take what is written of it. Other resources are told of without delay. */
enum TooLarge implements Scenario {
    FOR_OBSERVATIONS("observations"),
    FOR_EVENTS("resource-changes"),
    FOR_KNOWN_STATES("known-states");

    private static final Duration UNDELAYED = Duration.ofSeconds(15);

    private final String topic;

    TooLarge(String topic) {
        this.topic = topic;
    }

    @Override
    public Outcome run(Child.Options armwatch) {
        try (Fire fire = new Fire()) {
            fire.start(armwatch);
            limit(fire, "50000");
            String large = fire.id("onebatch");
            fire.tag(large, "x".repeat(60_000));
            fire.ids().stream().filter(id -> !id.equals(large)).forEach(id -> fire.change(id, 1));
            fire.expect("the others are told of without delay", UNDELAYED, () -> others(fire, large, 1));
            limit(fire, "1000000");
            fire.change();
            fire.expect("all is told when there is room again", Fire.PATIENCE, () -> fire.told(1));
            return fire.outcome(
                    "1 record too large " + name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private static boolean others(Fire fire, String large, int count) {
        return fire.ids().stream().filter(id -> !id.equals(large)).allMatch(id -> fire.toldOf(id, count));
    }

    private void limit(Fire fire, String bytes) {
        ConfigResource resource =
                new ConfigResource(ConfigResource.Type.TOPIC, fire.rig().name() + "." + topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), OpType.SET);
        Rig.get(fire.rig()
                .admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(set)))
                .all());
    }

    @Override
    public String toString() {
        return "11 too large " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
