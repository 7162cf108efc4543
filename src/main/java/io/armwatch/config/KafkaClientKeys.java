package io.armwatch.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaComponentConfigurer;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Reads {@code camel.component.kafka.*} as camel-kafka itself does, so that a setting such as TLS or SASL also reaches
 * the clients that are not Camel's: Streams, the admin client, the consumers. No problem quotes a value, because it may
 * be a password.
 */
final class KafkaClientKeys {
    static final String PREFIX = "camel.component.kafka.";
    private static final String EXAMPLE = PREFIX + "security-protocol=SASL_SSL";

    private KafkaClientKeys() {}

    /** @param problems receives a key and what is wrong with it */
    static Map<String, Object> of(
            CamelContext camel, Map<String, String> written, BiConsumer<String, String> problems) {
        KafkaComponent component = new KafkaComponent(camel);
        written.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                bind(component, key, value, problems);
            }
        });
        return common(
                component.getConfiguration().createProducerProperties(),
                new KafkaConfiguration().createProducerProperties());
    }

    private static void bind(KafkaComponent component, String key, String value, BiConsumer<String, String> problems) {
        if (isBrokers(key)) {
            problems.accept(
                    key,
                    "would change camel-kafka's producer only, so armwatch refuses it; set armwatch.kafka.brokers instead, for"
                            + " example localhost:9092");
            return;
        }
        try {
            CamelContext camel = component.getCamelContext();
            Map<String, Object> given = new HashMap<>();
            given.put(key.substring(PREFIX.length()), camel.resolvePropertyPlaceholders(value));
            PropertyBindingSupport.build()
                    .withCamelContext(camel)
                    .withTarget(component)
                    .withConfigurer(new KafkaComponentConfigurer())
                    .withProperties(given)
                    .withIgnoreCase(true)
                    .bind();
            if (!given.isEmpty()) {
                problems.accept(key, "unknown key; expected an option of camel-kafka, for example " + EXAMPLE);
            }
        } catch (IllegalArgumentException e) {
            problems.accept(key, "a placeholder cannot be resolved: " + Keys.unresolved(e));
        } catch (RuntimeException e) {
            problems.accept(
                    key,
                    "its value cannot be used; expected what camel-kafka's option accepts, for example " + EXAMPLE);
        }
    }

    private static boolean isBrokers(String key) {
        return isSame(key, PREFIX + "brokers");
    }

    /** Whether a key sets {@code security.protocol}, by Camel's option or as an additional property. */
    static boolean isSecurityProtocol(String key) {
        String letters = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return key.toLowerCase(Locale.ROOT).startsWith(PREFIX) && letters.endsWith("securityprotocol");
    }

    /** Whether a key is about TLS or SASL. */
    static boolean isSecurity(String key) {
        return plain(key).matches("\\Q" + PREFIX + "\\E(security|sasl|ssl).*");
    }

    /** Whether two keys name the same option, in any of the spellings that Camel accepts. */
    static boolean isSame(String key, String other) {
        return plain(key).equals(plain(other));
    }

    private static String plain(String key) {
        return key.replace("-", "")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^\\Q" + PREFIX + "\\Econfiguration\\.", PREFIX);
    }

    /** The properties that differ from camel-kafka's defaults and that every kind of Kafka client knows. */
    private static Map<String, Object> common(Properties configured, Properties defaults) {
        Set<String> known = AdminClientConfig.configNames();
        return configured.entrySet().stream()
                .filter(entry -> known.contains(String.valueOf(entry.getKey())))
                .filter(entry -> !Objects.equals(entry.getValue(), defaults.get(entry.getKey())))
                .filter(entry -> !entry.getKey().equals(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG))
                .collect(Collectors.toUnmodifiableMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue));
    }
}
