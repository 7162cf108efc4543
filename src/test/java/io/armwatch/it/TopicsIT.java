package io.armwatch.it;

import static io.armwatch.it.ArmwatchFixture.get;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.event.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The topics that armwatch creates. */
class TopicsIT {
    @Test
    void topics_are_created_with_the_retention_and_cleanup_policy_that_the_readme_states() {
        TestResources resources = new TestResources();
        resources.maps("maps");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), resources.watched()).with("armwatch.topics.retention", "14")) {
            armwatch.start();

            for (Topic topic : List.of(Topic.KEY_ROTATIONS, Topic.POLLING, Topic.DEAD_LETTERS)) {
                assertThat(setting(armwatch, topic, "retention.ms")).isEqualTo(days(14));
                assertThat(setting(armwatch, topic, "cleanup.policy")).isEqualTo("delete");
            }
            assertThat(setting(armwatch, Topic.OBSERVATIONS, "retention.ms")).isEqualTo(days(1));
            assertThat(setting(armwatch, Topic.KNOWN_STATES, "cleanup.policy")).isEqualTo("compact");
        }
    }

    private static String days(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }

    private static String setting(ArmwatchFixture armwatch, Topic topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name(armwatch.name()));
        Config settings = requireNonNull(
                get(armwatch.admin().describeConfigs(List.of(resource)).all()).get(resource));
        return settings.get(name).value();
    }
}
