package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings that each source has: whether it is watched, and its api-version. */
class SourceSettingsIT {
    private static final String SCOPE = TestResources.SUBSCRIPTION;

    private final TestResources resources = new TestResources();
    private final String account = resources.batch("one");
    private final String maps = resources.maps("maps1");

    @Test
    void what_is_known_of_a_source_that_is_watched_no_more_is_reported_as_unwatched() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE))) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", account);
            armwatch.reader().await("resource.discovered", maps);
            armwatch.processedEvents();
            armwatch.stop();

            armwatch.with("armwatch.sources", "batch-account").start();

            armwatch.reader().await("resource.unwatched", maps);
            armwatch.scanned("batch-account", SCOPE);
            armwatch.processedEvents();
            assertThat(armwatch.reader().typesTold(account)).containsExactly("resource.discovered");
            assertThat(armwatch.reader().typesTold(maps)).containsExactly("resource.discovered", "resource.unwatched");
        }
    }

    @Test
    void an_api_version_that_the_settings_fix_and_arm_refuses_is_reported_once() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE))
                        .with("armwatch.api-version.maps-keys", "2020-02-01")) {
            armwatch.start();

            String list = SCOPE + "/providers/Microsoft.Maps/accounts";
            ReceivedEvent failed = armwatch.reader().await("poll.failed", list);
            EventFormatCheck.checkSchema(failed);
            assertThat(failed.data("reason")).isEqualTo("api-version");
            assertThat(failed.data("message")).contains("2020-02-01", "2023-06-01");
            armwatch.reader().await("resource.discovered", account);
            armwatch.scanned("maps-keys", SCOPE);
            armwatch.processedEvents();
            assertThat(armwatch.reader().typesTold(list)).containsExactly("poll.failed");
        }
    }
}
