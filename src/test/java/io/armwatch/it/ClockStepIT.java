package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock of a running armwatch is set, by libfaketime: where the machine does not have it, these tests are skipped. */
final class ClockStepIT {
    private static final Pattern STEP = Pattern.compile("The wall clock was set by (-?[0-9.]+) s");

    private final FakedClock clock = new FakedClock();
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final String subscription = resources.apim("subscription");

    @AfterEach
    void delete() {
        clock.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "-P3D", "PT1H"})
    void polling_goes_on_and_each_change_is_published_once(Duration step) {
        assumeThat(FakedClock.canBeSet()).isTrue();
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture rig = new ArmwatchFixture(azure.uri(), resources.watched())) {
            ArmwatchProcess child = rig.spawn(clock.options());
            resources.watched().forEach(id -> rig.reader().await("resource.discovered", id));
            azure.awaitAsked(resources.watched(), 2);

            clock.jump(step);
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            azure.call("PATCH", subscription, "{\"properties\":{\"state\":\"suspended\"}}");
            rig.reader().await("key.rotated", maps);
            rig.reader().await("resource.changed", batch);
            rig.reader().await("subscription.state-changed", subscription);
            assertThat(stepLogged(child)).isCloseTo(step.toSeconds(), within(5L));

            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"secondary\"}");
            rig.reader().await("the second rotation", each -> each.is("key.rotated", maps) && isSecondary(each));
            List<ReceivedEvent> told = rig.settled(azure);
            assertThat(told)
                    .extracting(ReceivedEvent::type)
                    .containsExactlyInAnyOrder(
                            "resource.discovered",
                            "resource.discovered",
                            "resource.discovered",
                            "key.rotated",
                            "key.rotated",
                            "resource.changed",
                            "subscription.state-changed");
            assertThat(told).extracting(each -> each.attribute("id")).doesNotHaveDuplicates();
        }
    }

    /** In seconds. */
    private static long stepLogged(ArmwatchProcess child) {
        return Awaitility.await("a word on it")
                .until(
                        () -> STEP.matcher(child.output())
                                .results()
                                .map(found -> Math.round(Double.parseDouble(found.group(1))))
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private static boolean isSecondary(ReceivedEvent told) {
        return told.attribute("subject").equals("secondary");
    }
}
