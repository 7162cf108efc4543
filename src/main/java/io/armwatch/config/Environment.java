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

/** The environment variables that armwatch reads in addition to Camel's placeholder rules. */
final class Environment {
    private static final String KAFKA = "CAMEL_COMPONENT_KAFKA_";
    private static final String ARMWATCH = "ARMWATCH_";

    /**
     * Variables of the start script and the logging configuration; they have no key in {@code application.properties}.
     */
    private static final List<String> WITHOUT_KEY = List.of(
            "ARMWATCH_JAVA_OPTS",
            "ARMWATCH_LOG_AZURE",
            "ARMWATCH_LOG_FORMAT",
            "ARMWATCH_LOG_KAFKA",
            "ARMWATCH_LOG_LEVEL",
            "ARMWATCH_LOG_ROOT");

    private static final String SERVICE_HOST = "_SERVICE_HOST";
    /** The endings of the variables that Kubernetes sets for each service of a namespace. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(SERVICE_HOST + "|_SERVICE_PORT(_.+)?|_PORT(_\\d+_.+)?");

    private Environment() {}

    /** The variable that overrides a key: {@code armwatch.azure.endpoint} is {@code ARMWATCH_AZURE_ENDPOINT}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /**
     * The settings of Kafka clients in an environment, by key: {@code CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG} is {@code
     * camel.component.kafka.sasl-jaas-config}.
     */
    static Map<String, String> kafka(Map<String, String> environment) {
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

    /**
     * The same, also under each spelling that the file uses: Camel accepts several and would bind one after the other.
     */
    static Map<String, String> kafka(Map<String, String> environment, Collection<String> written) {
        Map<String, String> settings = kafka(environment);
        Map<String, String> all = new LinkedHashMap<>(settings);
        settings.forEach((key, value) -> written.stream()
                .filter(other -> KafkaClientKeys.isSame(key, other))
                .forEach(other -> all.put(other, value)));
        return all;
    }

    /** A warning for each variable that begins like armwatch's but is not read. */
    static List<String> unknown(Collection<String> names) {
        List<String> known = Stream.concat(
                        Keys.DEFAULTS.keySet().stream().map(Environment::variable), WITHOUT_KEY.stream())
                .toList();
        return names.stream()
                .filter(name -> name.startsWith(ARMWATCH))
                .filter(name -> !known.contains(name) && !isOfKubernetes(name, names))
                .sorted()
                .map(name ->
                        "The environment variable " + name + " is not read by armwatch" + Suggestion.of(name, known))
                .collect(Collectors.toList());
    }

    /** Whether Kubernetes sets a variable. It always sets {@code …_SERVICE_HOST} beside {@code …_PORT}. */
    private static boolean isOfKubernetes(String name, Collection<String> names) {
        return Stream.concat(
                        Stream.of("ARMWATCH"), // a service named armwatch: no key of armwatch looks like its
                        // variables
                        names.stream()
                                .filter(each -> each.endsWith(SERVICE_HOST))
                                .map(each -> each.substring(0, each.length() - SERVICE_HOST.length())))
                .anyMatch(service -> name.startsWith(service)
                        && OF_A_SERVICE
                                .matcher(name.substring(service.length()))
                                .matches());
    }
}
