package io.armwatch.kafka;

import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaProblem.WrongClientSettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of armwatch's Kafka clients. */
public final class KafkaClients {
    private KafkaClients() {}

    /** The settings of every client: the brokers, and what the user set for all clients. */
    public static Map<String, Object> common(Settings.Kafka kafka) {
        Map<String, Object> common = new HashMap<>(kafka.client());
        common.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.brokers());
        return common;
    }

    /**
     * An admin client that gives up on a call after seconds, not minutes.
     *
     * @throws WrongClientSettingsException if its SASL mechanism is not available
     */
    public static Admin admin(Settings.Kafka kafka) {
        Map<String, Object> config = common(kafka);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        Admin admin = Admin.create(config);
        try {
            requireMechanism(kafka);
            return admin;
        } catch (WrongClientSettingsException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Checks the SASL mechanism. Call it after a client was created, which loads the login module.
     *
     * @throws WrongClientSettingsException if no client can ever connect with it
     */
    public static void requireMechanism(Settings.Kafka kafka) {
        KafkaProblem.mechanismProblem(kafka).ifPresent(problem -> {
            throw new WrongClientSettingsException(problem);
        });
    }

    /** Whether a failure means that Kafka is unavailable for now: its name cannot be resolved, or no broker answers. */
    public static boolean isAway(KafkaException failure) {
        return failure instanceof RetriableException || isUnresolvable(failure);
    }

    /** Whether no broker's name can be resolved. Of all configuration errors, only this one may pass by itself. */
    private static boolean isUnresolvable(KafkaException failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ConfigException
                        && String.valueOf(cause.getMessage()).contains("bootstrap"));
    }

    /**
     * Streams with short timeouts: a process that dies is replaced within seconds, and one that hangs stalls readers of
     * committed records no longer than ten.
     *
     * @param clientId names this process in Kafka's group
     */
    public static Properties streams(Settings.Kafka kafka, String clientId) {
        Properties config = new Properties();
        config.putAll(common(kafka));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, kafka.applicationId());
        config.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                kafka.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        config.put(StreamsConfig.CLIENT_ID_CONFIG, clientId);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder().toString());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        // Bounds the memory of a first discovery. A single larger record is fetched in any case.
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 128 * 1024);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (kafka.exactlyOnce()) {
            oneRequestAtATime(config);
            config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        }
        return config;
    }

    /**
     * Sends one produce request at a time. If several begin a transaction while the previous one ends, they can get out of order; then one
     * gets no answer for half a minute, the transaction times out, and all states are restored. A larger batch makes up for it.
     */
    private static void oneRequestAtATime(Properties config) {
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
    }

    /**
     * The folder in which Streams looks for checkpoints. There are none, as all states are in memory, but Streams fails forever if it may
     * not look; so without a usable temporary folder, it looks below the root.
     */
    private static Path stateFolder() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/")).toAbsolutePath();
        boolean usable = Files.isDirectory(temporary) && Files.isExecutable(temporary);
        return (usable ? temporary : temporary.resolve("/")).resolve("kafka-streams");
    }

    /** The name by which an operator finds this process: its host and process id. */
    public static String processName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unnamed";
        }
        return host + "-" + ProcessHandle.current().pid();
    }

    /** A static member id, which is needed to leave the group at once when armwatch stops. */
    private static String instanceId() {
        return UUID.randomUUID().toString();
    }
}
