package io.armwatch.chaos;

import io.armwatch.detection.SubscriptionPartitioner;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.it.SimulatedAzure;
import io.armwatch.it.TestResources;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An Azure, a broker behind a proxy and armwatch in child JVMs, for one scenario: what is done to them, and what came of it. */
final class ChaosFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestResources resources = new TestResources();
    private final SimulatedAzure azure;
    private final AzureHistory shown;
    private final ArmwatchFixture armwatch;
    private final KafkaProxy proxy;
    private final List<String> violations = new ArrayList<>();
    private int round;

    ChaosFixture() {
        this(SharedBroker.proxy());
    }

    ChaosFixture(KafkaProxy proxy) {
        this.proxy = proxy;
        for (String name : List.of("one", "two")) {
            resources.maps(name + "Maps");
            resources.batch(name + "batch");
            resources.apim(name);
        }
        azure = SimulatedAzure.with(resources);
        shown = new AzureHistory(azure, ids());
        armwatch = new ArmwatchFixture(azure.uri(), ids(), proxy.brokers());
    }

    List<String> ids() {
        return resources.watched();
    }

    /** The first resource whose id holds a text. */
    String id(String part) {
        return ids().stream().filter(id -> id.contains(part)).findFirst().orElseThrow();
    }

    SimulatedAzure azure() {
        return azure;
    }

    ArmwatchFixture rig() {
        return armwatch;
    }

    KafkaProxy proxy() {
        return proxy;
    }

    /** Starts armwatch, with a port of its own for its health. */
    ArmwatchProcess spawn(ArmwatchProcess.Options options) {
        return armwatch.spawn(options.with("armwatch.http.port", Integer.toString(EmbeddedBroker.freePort())));
    }

    /** Starts armwatch and waits until it has published a discovery of every resource. */
    ArmwatchProcess start(ArmwatchProcess.Options options) {
        ArmwatchProcess child = spawn(options);
        ids().forEach(id -> armwatch.reader().await("resource.discovered", id));
        return child;
    }

    /** Changes every resource once. */
    void change() {
        round++;
        ids().forEach(id -> change(id, round));
    }

    /** Changes one resource: a key rotates, a tag counts up, a subscription is suspended or active again. */
    void change(String id, int to) {
        if (id.contains("/Microsoft.Maps/")) {
            String key = to % 2 == 0 ? "secondary" : "primary";
            shown.change(id, "POST", id + "/regenerateKey", "{\"keyType\":\"" + key + "\"}");
        } else if (id.contains("/Microsoft.Batch/")) {
            tag(id, Integer.toString(to));
        } else {
            String state = to % 2 == 0 ? "active" : "suspended";
            shown.change(id, "PATCH", id, "{\"properties\":{\"state\":\"" + state + "\"}}");
        }
    }

    /** Gives a Batch account a tag. */
    void tag(String id, String value) {
        shown.change(id, "PATCH", id, "{\"tags\":{\"round\":\"" + value + "\"}}");
    }

    /** Waits until so many changes of each resource were published. */
    void awaitChanges(int count) {
        ids().forEach(id -> awaitChanges(id, count));
    }

    void awaitChanges(String id, int count) {
        Awaitility.await(count + " changes of " + id)
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> hasEvents(id, count));
    }

    /** Whether so many changes of each resource were published. */
    boolean told(int count) {
        return ids().stream().allMatch(id -> hasEvents(id, count));
    }

    boolean hasEvents(String id, int count) {
        return armwatch.reader().typesTold(id).size() > count;
    }

    /** The topic of the observations. */
    String observations() {
        return armwatch.name() + ".observations";
    }

    /** The partition of the observations of all resources: they are of one Azure subscription. */
    int partition() {
        return SubscriptionPartitioner.partition(ids().get(0).split("/", -1)[2], 2);
    }

    /** Waits for a latch, in the proxy's thread. */
    static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something that must come; where it does not, that is a violation. */
    boolean expect(String what, Duration patience, Callable<Boolean> condition) {
        try {
            Awaitility.await(what).atMost(patience).pollInSameThread().until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            violations.add("not within " + patience.toSeconds() + " s: " + what);
            return false;
        }
    }

    /** The outcome once armwatch has published everything. */
    Outcome outcome(String faults) {
        azure.awaitAsked(ids(), 2);
        return outcomeOfOneScan(faults);
    }

    /** The same without another scan. */
    Outcome outcomeOfOneScan(String faults) {
        List<ReceivedEvent> told = armwatch.processedEvents();
        violations.addAll(EventChainCheck.violations(told, armwatch.reader(), shown));
        return new Outcome(faults, count(told), List.copyOf(violations));
    }

    private static int count(List<ReceivedEvent> told) {
        return (int) told.stream()
                .filter(event -> !event.type().equals("scan.completed"))
                .count();
    }

    /** What there is to say where armwatch cannot go on. */
    Outcome broken(String faults) {
        return new Outcome(faults, count(armwatch.reader().told()), List.copyOf(violations));
    }

    /** Sends a signal, such as {@code STOP} or {@code CONT}. */
    static void signal(String name, ArmwatchProcess child) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(child.handle().pid()))
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("the signal " + name + " could not be sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        armwatch.close();
        azure.close();
    }
}
