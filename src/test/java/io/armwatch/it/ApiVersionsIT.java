package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** ARM withdraws api-versions while armwatch runs. */
class ApiVersionsIT {
    private static final String SCOPE = TestResources.SUBSCRIPTION;
    private static final String TYPE = "Microsoft.Batch/batchAccounts";
    private static final String LIST = SCOPE + "/providers/" + TYPE;
    private static final String FIRST = "2024-07-01";
    private static final String SECOND = "2025-06-01";
    private static final String LATER = "2026-08-01";

    private final TestResources resources = new TestResources();
    private final String account = resources.batch("one");

    private ArmwatchFixture watching(SimulatedAzure azure) {
        return new ArmwatchFixture(azure.uri(), List.of(SCOPE)).with("armwatch.sources", "batch-account");
    }

    private static List<String> versions(SimulatedAzure azure) {
        return azure.simulator().calls().on(TYPE).where(call -> !call.write()).all().stream()
                .map(call -> call.uri().replaceFirst(".*api-version=([^&]*).*", "$1"))
                .distinct()
                .toList();
    }

    @Test
    void where_arm_refuses_the_first_the_next_is_used_from_then_on_and_that_is_reported_once() {
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = watching(azure)) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", account);
            armwatch.news("batch-account", SCOPE);
            assertThat(versions(azure)).containsExactly(FIRST);

            azure.simulator().acceptOnly(TYPE, SECOND);
            armwatch.news("batch-account", SCOPE);
            azure.simulator().forgetCalls();
            azure.call("PATCH", account + "?api-version=" + SECOND, "{\"tags\":{\"team\":\"x\"}}");
            armwatch.reader().await("resource.changed", account);
            armwatch.news("batch-account", SCOPE);

            assertThat(versions(azure)).containsExactly(SECOND);
            assertThat(armwatch.reader().typesTold(account)).containsExactly("resource.discovered", "resource.changed");
            assertThat(armwatch.reader().typesTold(LIST)).isEmpty();
            assertThat(logs.lines("ARM refuses api-version"))
                    .containsExactly("WARN batch-account: ARM refuses api-version " + FIRST + "; armwatch uses "
                            + SECOND + " from now on. Update armwatch before Azure withdraws more of them");
            assertThat(armwatch.text("/observe/health?data=true").orElseThrow())
                    .contains("batch-account uses " + SECOND + ", as ARM refuses " + FIRST);
        }
    }

    @Test
    void where_none_is_left_the_reason_is_api_version_and_a_setting_is_the_remedy() {
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = watching(azure)) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", account);
            armwatch.processedEvents();

            azure.simulator().acceptOnly(TYPE, LATER);
            ReceivedEvent failed = armwatch.reader().await("poll.failed", LIST);
            armwatch.scanned("batch-account", SCOPE);

            EventFormatCheck.checkSchema(failed);
            assertThat(failed.data("reason")).isEqualTo("api-version");
            assertThat(failed.data("message")).contains(LATER);
            assertThat(logs.lines("WARN", "api-version", "batch-account"))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .contains(
                                            "update armwatch, or set armwatch.api-version.<source> to a version that ARM supports"));
            armwatch.stop();

            azure.simulator().forgetCalls();
            armwatch.with("armwatch.api-version.batch-account", LATER).start();
            armwatch.reader().await("poll.recovered", LIST);
            armwatch.news("batch-account", SCOPE);

            assertThat(versions(azure)).containsExactly(LATER);
            assertThat(armwatch.reader().typesTold(account)).containsExactly("resource.discovered");
            assertThat(armwatch.reader().typesTold(LIST)).containsExactly("poll.failed", "poll.recovered");
        }
    }
}
