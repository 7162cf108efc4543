package io.armwatch.chaos;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One of three brokers, in a JVM of its own; each of them is a controller too. */
final class BrokerClusterMain {
    private BrokerClusterMain() {}

    /** Arguments: the number of the node, the folder of its data, its port, its controller's port, all voters, the cluster's id. */
    public static void main(String[] arguments) throws Exception {
        int node = Integer.parseInt(arguments[0]);
        Path data = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        format(node, data, arguments[5]);
        EmbeddedBroker broker = EmbeddedBroker.start(data, port, settings(node, port, arguments[3], arguments[4]));
        System.out.println("A broker listens on " + broker.port());
        new CountDownLatch(1).await();
    }

    /** Data that is there already is taken up again. */
    private static void format(int node, Path data, String cluster) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setNodeId(node)
                .setClusterId(cluster)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .run();
    }

    private static Map<String, String> settings(int node, int port, String controllerPort, String voters) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(node));
        settings.put("controller.quorum.voters", voters);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("transaction.state.log.replication.factor", "3");
        settings.put("transaction.state.log.min.isr", "2");
        // A machine that has much to do must not lose brokers for that.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }
}
