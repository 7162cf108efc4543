package io.armwatch.chaos;

import static java.util.stream.Collectors.joining;

import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.TemporaryFolder;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/** Three brokers, each in a JVM of its own; every topic has three copies, and writes need two of them. */
final class BrokerCluster implements AutoCloseable {
    private static final int NODES = 3;

    private final Path folder = TemporaryFolder.create("cluster");
    private final String id = Uuid.randomUuid().toString();
    private final List<Integer> ports = freePorts();
    private final List<Integer> controllers = freePorts();
    private final List<ArmwatchProcess> running = new ArrayList<>();

    /** Starts all of them, and does not wait. */
    BrokerCluster() {
        for (int node = 1; node <= NODES; node++) {
            running.add(child(node));
        }
    }

    private static List<Integer> freePorts() {
        return IntStream.range(0, NODES)
                .mapToObj(each -> EmbeddedBroker.freePort())
                .toList();
    }

    private ArmwatchProcess child(int node) {
        String voters = IntStream.rangeClosed(1, NODES)
                .mapToObj(each -> each + "@127.0.0.1:" + controllers.get(each - 1))
                .collect(joining(","));
        try {
            return ArmwatchProcess.java(
                    folder,
                    List.of(
                            BrokerClusterMain.class.getName(),
                            Integer.toString(node),
                            folder.resolve("data-" + node).toString(),
                            ports.get(node - 1).toString(),
                            controllers.get(node - 1).toString(),
                            voters,
                            id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients connect to. */
    String brokers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(joining(","));
    }

    /** SIGKILL. */
    void kill(int node) {
        running.get(node - 1).kill();
    }

    /** Starts one again. */
    void restart(int node) {
        running.set(node - 1, child(node));
    }

    /** Waits until nothing lacks a copy. */
    void awaitWhole(Admin admin) {
        Awaitility.await("three copies of everything")
                .atMost(ProcessGroup.PATIENCE)
                .ignoreExceptions()
                .until(() -> topics(admin).stream().allMatch(BrokerCluster::isWhole));
    }

    private static List<TopicDescription> topics(Admin admin) {
        var names = ArmwatchFixture.get(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return List.copyOf(
                ArmwatchFixture.get(admin.describeTopics(names).allTopicNames()).values());
    }

    private static boolean isWhole(TopicDescription topic) {
        return topic.partitions().stream().allMatch(partition -> partition.isr().size() == NODES);
    }

    /** The node that leads a partition. */
    static int leader(Admin admin, String topic, int partition) {
        return ArmwatchFixture.get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(each -> each.partitions().stream())
                .filter(each -> each.partition() == partition)
                .findFirst()
                .orElseThrow()
                .leader()
                .id();
    }

    /** The node that coordinates the transactions of one process of an application. */
    static int coordinator(Admin admin, String application) {
        List<String> ids = ArmwatchFixture.get(admin.listTransactions().all()).stream()
                .map(TransactionListing::transactionalId)
                .filter(each -> each.startsWith(application))
                .sorted()
                .limit(1)
                .toList();
        return ArmwatchFixture.get(admin.describeTransactions(ids).all())
                .values()
                .iterator()
                .next()
                .coordinatorId();
    }

    @Override
    public void close() {
        running.forEach(ArmwatchProcess::close);
        TemporaryFolder.delete(folder);
    }
}
