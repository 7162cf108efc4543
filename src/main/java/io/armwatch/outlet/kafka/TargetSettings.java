package io.armwatch.outlet.kafka;

import io.armwatch.config.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the producer for another cluster: a file with the names of Kafka's own clients, and placeholders of Camel's. */
final class TargetSettings {
    private TargetSettings() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read or used; the message names the file and holds no value
     */
    static Map<String, Object> read(Path file, String outlet, CamelContext camel) {
        Properties written = load(file);
        Map<String, String> named = new HashMap<>();
        written.stringPropertyNames().forEach(key -> named.put(key, written.getProperty(key)));
        Secrets.learn(named);
        Map<String, Object> all = defaults(outlet);
        named.forEach((key, value) -> all.put(key, resolved(file, key, value, camel)));
        check(file, all);
        return all;
    }

    private static Properties load(Path file) {
        Properties written = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            written.load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the settings file " + file + " of an outlet to Kafka cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
        return written;
    }

    /** The file overrides them. A send that takes longer than they allow fails, and is repeated by the outlet. */
    private static Map<String, Object> defaults(String outlet) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "armwatch-outlet-" + outlet);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10 * 1024 * 1024);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return all;
    }

    private static String resolved(Path file, String key, String value, CamelContext camel) {
        try {
            return camel.resolvePropertyPlaceholders(value).strip();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a placeholder in " + key + " in " + file + " cannot be resolved");
        }
    }

    private static void check(Path file, Map<String, Object> all) {
        if (!all.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(
                    file + " has no bootstrap.servers; expected for example kafka.example.com:9093");
        }
        try {
            ProducerConfig unused = new ProducerConfig(all);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    file + " cannot be used for a Kafka producer: " + Secrets.mask(String.valueOf(e.getMessage())));
        }
    }
}
