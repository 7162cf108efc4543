package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands that write signals, each in a JVM of its own. */
final class SignalCommandsIT {
    private static final TestResources RESOURCES = new TestResources();
    private static final String MAPS = RESOURCES.maps("maps1");
    private static final String OTHER = RESOURCES.maps("maps2");
    private static final SimulatedAzure AZURE = SimulatedAzure.with(RESOURCES);
    private static final SignalsFixture SIGNALS = new SignalsFixture(AZURE, List.of(MAPS, OTHER));

    @BeforeAll
    static void start() {
        SIGNALS.armwatch().start();
        SIGNALS.armwatch().reader().await("resource.discovered", MAPS);
        SIGNALS.armwatch().reader().await("resource.discovered", OTHER);
    }

    @AfterAll
    static void close() {
        SIGNALS.close();
        AZURE.close();
    }

    private static void rotate(String account) {
        AZURE.call("POST", account + "/regenerateKey", "{\"keyType\":\"primary\"}");
    }

    @Test
    void poll_and_scan_pause_and_resume() {
        rotate(MAPS);
        CommandResult poll = SIGNALS.armwatch().run("poll", MAPS.toUpperCase(Locale.ROOT));
        assertThat(poll.exit()).as("%s", poll).isZero();
        assertThat(poll.lines()).hasSize(1).allMatch(line -> line.contains("polls the resource now"));
        SIGNALS.armwatch().reader().await("key.rotated", MAPS);

        CommandResult pause = SIGNALS.armwatch().run("pause", "maps-keys");
        assertThat(pause.exit()).as("%s", pause).isZero();
        assertThat(pause.lines()).allMatch(line -> line.contains("no process polls maps-keys until"));
        rotate(OTHER);
        CommandResult check = SIGNALS.armwatch().run("check");
        assertThat(check.lines())
                .anyMatch(line -> line.startsWith("ok        paused   maps-keys since 20")
                        && line.endsWith("armwatch resume maps-keys ends that"));

        CommandResult resume = SIGNALS.armwatch().run("resume", "maps-keys");
        assertThat(resume.exit()).as("%s", resume).isZero();
        SIGNALS.armwatch().reader().await("key.rotated", OTHER);

        CommandResult scan = SIGNALS.armwatch().run("scan", TestResources.SUBSCRIPTION);
        assertThat(scan.exit()).as("%s", scan).isZero();
        SIGNALS.awaitCount("scan", "accepted", 1);
    }

    /** The topics are there, but no process reads them. */
    @Test
    void a_pause_counts_although_no_process_runs() {
        try (SignalsFixture stopped = new SignalsFixture(AZURE, List.of(MAPS))) {
            stopped.armwatch().start();
            stopped.armwatch().reader().await("resource.discovered", MAPS);
            stopped.armwatch().stop();
            assertThat(stopped.armwatch().run("pause", "maps-keys").exit()).isZero();
            try (CapturedLogs logs = new CapturedLogs()) {
                stopped.armwatch().start();
                stopped.awaitRestored();
                assertThat(logs.lines("WARN", "maps-keys has been paused since"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void without_signals_or_topics_the_commands_say_so() throws Exception {
        try (ArmwatchFixture silent = new ArmwatchFixture(AZURE.uri(), List.of(MAPS))) {
            CommandResult off = silent.run("scan", "maps-keys");
            assertThat(off.exit()).as("%s", off).isEqualTo(2);
            assertThat(off.errors()).anyMatch(line -> line.contains("armwatch.signals is false"));

            CommandResult missing = silent.with("armwatch.signals", "true").run("scan", "maps-keys");
            assertThat(missing.exit()).as("%s", missing).isEqualTo(1);
            assertThat(missing.errors())
                    .anyMatch(line -> line.contains("does not have the topic " + silent.name() + ".signals yet"));

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", silent.brokers()))) {
                admin.createTopics(List.of(new NewTopic(silent.name() + ".signals", 1, (short) 1)))
                        .all()
                        .get();
                CommandResult pause = silent.run("pause", "maps-keys");
                assertThat(pause.exit()).as("%s", pause).isEqualTo(1);
                assertThat(pause.errors())
                        .anyMatch(line ->
                                line.contains("does not have the topic " + silent.name() + ".paused-sources yet"));
                assertThat(admin.listTopics().names().get()).doesNotContain(silent.name() + ".paused-sources");
            }
        }
    }

    @Test
    void a_wrong_value_is_named() {
        CommandResult source = SIGNALS.armwatch().run("pause", "map-keys");
        assertThat(source.exit()).as("%s", source).isEqualTo(2);
        assertThat(source.errors()).anyMatch(line -> line.contains("did you mean maps-keys?"));

        CommandResult id = SIGNALS.armwatch().run("poll", "maps1");
        assertThat(id.exit()).as("%s", id).isEqualTo(2);
        assertThat(id.errors()).anyMatch(line -> line.contains("is not the ARM id of one resource"));
    }
}
