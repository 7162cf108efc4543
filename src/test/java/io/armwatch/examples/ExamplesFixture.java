package io.armwatch.examples;

import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.SimulatedAzure;
import io.armwatch.it.TestResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One armwatch that publishes in a content mode, and the examples that a test starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExamplesFixture {
    final TestResources resources = new TestResources();

    final String mode;

    private final List<ExampleProcess> running = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    SimulatedAzure azure;

    @SuppressWarnings("NullAway.Init")
    ArmwatchFixture armwatch;

    ExamplesFixture(String mode) {
        this.mode = mode;
    }

    @BeforeAll
    void start() {
        azure = SimulatedAzure.with(resources);
        armwatch = new ArmwatchFixture(azure.uri(), resources.watched()).with("armwatch.events.mode", mode);
        armwatch.start();
        resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
    }

    @AfterEach
    void endExamples() {
        running.forEach(ExampleProcess::close);
        running.clear();
    }

    @AfterAll
    void stop() {
        armwatch.close();
        azure.close();
    }

    /** Starts an example with this armwatch's addresses. */
    ExampleProcess run(List<String> command) {
        ExampleProcess example = ExampleProcess.start(
                Map.of("ARMWATCH_KAFKA_BROKERS", armwatch.brokers(), "ARMWATCH_TOPICS_PREFIX", armwatch.name()),
                command);
        running.add(example);
        return example;
    }

    ExampleProcess runJava(String main, String... arguments) {
        return run(JavaExamples.command(main, arguments));
    }

    void rotate(String account, String key) {
        azure.call("POST", account + "/regenerateKey", "{\"keyType\":\"" + key + "\"}");
    }

    static String nameOf(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
