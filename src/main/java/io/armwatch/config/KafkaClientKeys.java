package io.armwatch.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Reads {@code camel.component.kafka.*} as camel-kafka itself does, so that a setting given once (TLS, SASL, …) reaches the
 * clients that are not Camel's too: Streams, the admin client, the consumers.
 */
final class KafkaClientKeys {
    private static final String PREFIX = "camel.component.kafka.";

    private KafkaClientKeys() {}

    static Map<String, Object> of(CamelContext camel, Map<String, String> written) {
        Map<String, Object> given = new HashMap<>();
        written.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                given.put(key.substring(PREFIX.length()), camel.resolvePropertyPlaceholders(value));
            }
        });
        if (given.isEmpty()) {
            return Map.of();
        }
        KafkaConfiguration configuration = new KafkaConfiguration();
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(configuration)
                .withProperties(given)
                .withIgnoreCase(true)
                .bind();
        return common(configuration.createProducerProperties(), new KafkaConfiguration().createProducerProperties());
    }

    /** What differs from camel-kafka's defaults and every kind of client knows. */
    private static Map<String, Object> common(Properties configured, Properties defaults) {
        Set<String> known = AdminClientConfig.configNames();
        return configured.entrySet().stream()
                .filter(entry -> known.contains(String.valueOf(entry.getKey())))
                .filter(entry -> !Objects.equals(entry.getValue(), defaults.get(entry.getKey())))
                .filter(entry -> !entry.getKey().equals(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG))
                .collect(Collectors.toUnmodifiableMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue));
    }
}
