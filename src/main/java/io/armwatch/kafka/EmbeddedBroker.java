package io.armwatch.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this JVM: one KRaft node, by default on the loopback interface. Its settings make it start and stop fast; for data
 * that has to last, see {@link io.armwatch.kafka.embedded.KafkaAccess}.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int FIRST_PORT = 15_000;
    private static final int LAST_PORT = 30_000;
    private static final int PORT_ATTEMPTS = 100;

    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String host;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, String host, int port) {
        this.server = server;
        this.host = host;
        this.port = port;
    }

    /** Starts a broker on a free port. Existing data in the folder is used again. */
    public static EmbeddedBroker start(Path data) {
        return start(data, freePort());
    }

    /** Starts a broker on a port. */
    public static EmbeddedBroker start(Path data, int port) {
        return start(data, port, Map.of());
    }

    /** Starts a broker on a port, with settings that override its own. */
    public static EmbeddedBroker start(Path data, int port, Map<String, String> settings) {
        return start(data, "127.0.0.1", port, settings);
    }

    /**
     * Starts a broker at an address of this machine.
     *
     * @param host what it listens on, and what it tells clients to connect to
     * @param settings override its own
     * @throws IllegalStateException if the folder cannot hold its data, or the broker does not start
     */
    public static EmbeddedBroker start(Path data, String host, int port, Map<String, String> settings) {
        try {
            format(data);
        } catch (Exception e) {
            throw new IllegalStateException("the folder " + data + " cannot hold Kafka's data: " + e.getMessage(), e);
        }
        Map<String, String> config = config(data, host + ":" + port, freePort());
        config.putAll(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedBroker(server, host, port);
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .run();
    }

    private static Map<String, String> config(Path data, String address, int controllerPort) {
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE));
        config.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        config.put("controller.listener.names", "CONTROLLER");
        config.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://127.0.0.1:" + controllerPort);
        config.put("advertised.listeners", "PLAINTEXT://" + address);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("log.dirs", data.toString());
        // One node, so one replica of everything.
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        // Start and stop fast.
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("broker.session.timeout.ms", "1000");
        config.put("broker.heartbeat.interval.ms", "200");
        config.put("log.cleaner.dedupe.buffer.size", "4194304");
        config.put("controlled.shutdown.enable", "false");
        config.put("auto.create.topics.enable", "false");
        return config;
    }

    /**
     * A port that was free a moment ago. It lies below the ports that systems give to client connections, and is chosen at random: so it is
     * still free when a broker binds it, also where many connections are made or many brokers start at once.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one
            }
        }
        throw new IllegalStateException("no port from " + FIRST_PORT + " to " + LAST_PORT + " is free on 127.0.0.1");
    }

    public int port() {
        return port;
    }

    /** The bootstrap address for clients. */
    public String brokers() {
        return host + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
