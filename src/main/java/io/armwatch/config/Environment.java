package io.armwatch.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The variables of the environment that armwatch reads beside Camel's own rules. */
public final class Environment {
    private static final String KAFKA = "CAMEL_COMPONENT_KAFKA_";
    private static final String ARMWATCH = "ARMWATCH_";

    /** Read by the start script and the logging configuration, which are no keys of {@code application.properties}. */
    private static final List<String> BESIDE_KEYS = List.of(
            "ARMWATCH_JAVA_OPTS",
            "ARMWATCH_LOG_AZURE",
            "ARMWATCH_LOG_FORMAT",
            "ARMWATCH_LOG_KAFKA",
            "ARMWATCH_LOG_LEVEL",
            "ARMWATCH_LOG_ROOT");

    /** What Kubernetes sets in each container of a namespace that has a service named armwatch. */
    private static final Pattern KUBERNETES =
            Pattern.compile("ARMWATCH(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_.+)?)");

    private Environment() {}

    /** The variable that overrides a key: {@code armwatch.azure.endpoint} is {@code ARMWATCH_AZURE_ENDPOINT}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /**
     * The settings of Kafka clients in an environment, by their keys: {@code CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG} is
     * {@code camel.component.kafka.sasl-jaas-config}.
     */
    public static Map<String, String> kafka(Map<String, String> environment) {
        Map<String, String> settings = new LinkedHashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(KAFKA)) {
                String option =
                        name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                settings.put(KafkaClientKeys.PREFIX + option, value);
            }
        });
        return settings;
    }

    /** A sentence for each variable that looks like armwatch's and that nothing reads. */
    static List<String> unknown(Collection<String> names) {
        List<String> known = Stream.concat(
                        Keys.DEFAULTS.keySet().stream().map(Environment::variable), BESIDE_KEYS.stream())
                .toList();
        return names.stream()
                .filter(name -> name.startsWith(ARMWATCH))
                .filter(name ->
                        !known.contains(name) && !KUBERNETES.matcher(name).matches())
                .sorted()
                .map(name ->
                        "The environment variable " + name + " is not read by armwatch" + Suggestion.of(name, known))
                .collect(Collectors.toList());
    }
}
