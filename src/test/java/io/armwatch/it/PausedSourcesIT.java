package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources that a signal pauses: over restarts and hand-overs, until another signal resumes them. */
final class PausedSourcesIT {
    private static final String MAPS = "maps-keys";

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps1");
    private final String batch = resources.batch("batch1");
    private final String subscription = resources.apim("sid1");
    private final String certificate = resources.certificate(batch);
    private final List<String> all = List.of(maps, batch, subscription, certificate);
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private final SignalsFixture signals = new SignalsFixture(azure, List.of(TestResources.SUBSCRIPTION));

    @AfterEach
    void close() {
        signals.close();
        azure.close();
    }

    /** Two more scans of another source begin and end, so that one of the paused source would have begun. */
    private void scanOther() {
        signals.armwatch().scanned("batch-account", TestResources.SUBSCRIPTION);
        signals.armwatch().scanned("batch-account", TestResources.SUBSCRIPTION);
    }

    private double gauge() throws Exception {
        return signals.armwatch().metric("armwatch_source_paused{source=\"" + MAPS + "\"}");
    }

    private void rotate() {
        azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
    }

    @Test
    void a_paused_source_is_not_polled_also_after_a_restart_until_it_is_resumed() throws Exception {
        ArmwatchFixture.SOURCES.forEach(
                source -> signals.armwatch().with("armwatch.schedule." + source, "* * * * * ?"));
        signals.start(all);
        assertThat(gauge()).isZero();
        signals.write("{\"pause\":\"maps-keys\"}");
        Awaitility.await("the pause").until(() -> gauge() == 1);
        Awaitility.await("the end of a scan that was running").until(() -> {
            long before = azure.asked(maps);
            scanOther();
            return azure.asked(maps) == before;
        });
        long before = azure.asked(maps);
        rotate();
        signals.poll(maps);
        signals.awaitCount("poll", "paused", 1);
        signals.write("{\"scan\":\"maps-keys\"}");
        signals.awaitCount("scan", "paused", 1);
        scanOther();
        assertThat(azure.asked(maps)).isEqualTo(before);
        assertThat(signals.armwatch().text("/observe/health/ready?data=true").orElseThrow())
                .contains("\"paused\"")
                .contains("maps-keys since 20");

        signals.armwatch().stop();
        try (CapturedLogs logs = new CapturedLogs()) {
            signals.armwatch().start();
            scanOther();
            assertThat(azure.asked(maps)).as("after a restart").isEqualTo(before);
            assertThat(logs.lines("WARN", "maps-keys has been paused since")).hasSize(1);
        }
        assertThat(signals.armwatch().reader().typesTold(maps)).containsExactly("resource.discovered");

        signals.write("{\"resume\":\"maps-keys\"}");
        signals.armwatch().reader().await("key.rotated", maps);
        assertThat(gauge()).isZero();
    }

    @Test
    void every_process_knows_what_is_paused_and_the_one_that_takes_over_does_not_poll_it() throws Exception {
        try (ArmwatchFixture second = new ArmwatchFixture(azure.uri(), List.of(TestResources.SUBSCRIPTION))
                .with("armwatch.application-id", signals.armwatch().name())
                .with("armwatch.topics.prefix", signals.armwatch().name())
                .with("armwatch.signals", "true")) {
            ArmwatchFixture.SOURCES.forEach(source -> second.with("armwatch.schedule." + source, SignalsFixture.NEVER));
            signals.start(all);
            second.start();
            signals.write("{\"pause\":\"maps-keys\"}");
            Awaitility.await("both to know it")
                    .until(() -> gauge() == 1 && second.metric("armwatch_source_paused{source=\"" + MAPS + "\"}") == 1);

            long before = azure.asked(maps);
            String created = TestResources.batchId("batch2");
            azure.call("PUT", created, "{\"location\":\"westus\"}");
            signals.write("{\"scan\":\"/subscriptions/*\"}");
            second.reader(); // not needed for events; the fixture closes it
            signals.armwatch().reader().await("resource.discovered", created);
            signals.armwatch().stop();
            second.stop();
            azure.call("PATCH", created, "{\"tags\":{\"team\":\"x\"}}");
            rotate();
            second.start();
            signals.armwatch().reader().await("resource.changed", created);
            assertThat(azure.asked(maps)).isEqualTo(before);

            signals.write("{\"resume\":\"maps-keys\"}");
            signals.armwatch().reader().await("key.rotated", maps);
        }
    }
}
