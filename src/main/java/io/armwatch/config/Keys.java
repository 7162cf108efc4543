package io.armwatch.config;

import io.armwatch.azure.ArmError;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of {@code application.properties}, read by Camel's own rules: a value may hold placeholders, and the
 * environment overrides the file ({@code armwatch.azure.endpoint} is {@code ARMWATCH_AZURE_ENDPOINT}).
 *
 * @see <a href="https://camel.apache.org/manual/using-propertyplaceholder.html">Camel: property placeholder</a>
 */
final class Keys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    static final String DEFAULT_WATCH_FILE = "config/watch.yaml";
    /** Followed by the name of a source. */
    static final String SCHEDULE = "armwatch.schedule.";
    /** Followed by the name of a source. */
    static final String API_VERSION = "armwatch.api-version.";

    /** Every known key with its default; an empty text means that it has none. */
    static final Map<String, String> DEFAULTS = defaults();

    private final Path file;
    private final Map<String, String> overrides;
    private final boolean environment;
    private final DefaultCamelContext camel = new DefaultCamelContext(false);
    private final List<String> lines;
    private final List<String> problems = new ArrayList<>();

    private Keys(Path file, Map<String, String> overrides, boolean environment, List<String> lines) {
        this.file = file;
        this.overrides = Map.copyOf(overrides);
        this.environment = environment;
        this.lines = List.copyOf(lines);
    }

    /** Parses a value; empty if the text is invalid. */
    interface Parser<T> {
        Optional<T> parse(String text);
    }

    /**
     * Opens a file of settings.
     *
     * @param overrides take precedence over the environment and the file
     * @param environment whether the environment is read
     */
    static Keys open(Path file, Map<String, String> overrides, boolean environment) throws ConfigurationException {
        try {
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
            learnSecrets(lines, overrides); // before Camel reads and possibly logs them
            Keys keys = new Keys(file, overrides, environment, lines);
            keys.start();
            return keys;
        } catch (IOException e) {
            throw new ConfigurationException(List.of(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + "); expected a text file in UTF-8"));
        }
    }

    private static void learnSecrets(List<String> lines, Map<String, String> overrides) throws IOException {
        Map<String, String> all = new HashMap<>(overrides);
        Properties written = properties(lines);
        written.stringPropertyNames().forEach(key -> all.putIfAbsent(key, written.getProperty(key)));
        Secrets.learn(all);
    }

    /** The keys in a file, as spelled there; none if it cannot be read. */
    static Set<String> spelt(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? properties(Files.readAllLines(file)).stringPropertyNames()
                    : Set.of();
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static Properties properties(List<String> lines) throws IOException {
        Properties written = new Properties();
        try {
            written.load(new StringReader(String.join("\n", lines)));
        } catch (IllegalArgumentException malformed) {
            // Camel reads the file again and reports the problem
        }
        return written;
    }

    private void start() {
        PropertiesComponent properties = camel.getPropertiesComponent();
        properties.setEncoding(StandardCharsets.UTF_8.name());
        if (Files.isRegularFile(file)) {
            properties.setLocation("file:" + file.toAbsolutePath());
        }
        if (!environment) {
            CamelEnvironment.ignore(properties);
        }
        properties.setOverrideProperties(asProperties(overrides));
        properties.setInitialProperties(asProperties(DEFAULTS));
        camel.build();
        written().keySet().stream()
                .filter(key -> key.startsWith("armwatch.") && !DEFAULTS.containsKey(key))
                .forEach(key -> problems.add(place(key) + ": unknown key" + Suggestion.of(key, DEFAULTS.keySet())));
        if (environment) {
            Environment.unknown(System.getenv().keySet()).forEach(LOG::warn);
        }
    }

    private static Properties asProperties(Map<String, String> map) {
        Properties properties = new Properties();
        map.forEach(properties::setProperty);
        return properties;
    }

    private Map<String, String> written() {
        Map<String, String> all = new LinkedHashMap<>();
        // Not forEach: Camel's subclass of Properties keeps its entries elsewhere.
        for (var entry : camel.getPropertiesComponent().loadProperties().entrySet()) {
            all.put(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
        }
        return all;
    }

    /** Adds a problem with the value of a key. */
    void addProblem(String key, String problem) {
        problems.add(place(key) + ": " + problem);
    }

    /** The problems so far, one line each. */
    List<String> problems() {
        return problems;
    }

    <T> T parsed(String key, Parser<T> parser, T otherwise, String expected) {
        Optional<String> text = value(key);
        Optional<T> value = text.flatMap(parser::parse);
        if (text.isPresent() && value.isEmpty()) {
            problems.add(
                    place(key) + ": '" + ArmError.presentable(text.get()) + "' cannot be used; expected " + expected);
        }
        return value.orElse(otherwise);
    }

    int number(String key, int least, int most, String example) {
        String expected = "a whole number from " + least + " to " + most + ", for example " + example;
        return parsed(key, text -> whole(text).filter(n -> n >= least && n <= most), least, expected);
    }

    private static Optional<Integer> whole(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean flag(String key) {
        return parsed(
                key,
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(text.equals("true"))
                        : Optional.empty(),
                false,
                "true or false");
    }

    Optional<String> optional(String key) {
        return value(key).filter(text -> !text.isEmpty());
    }

    private Optional<String> value(String key) {
        try {
            return Optional.of(camel.resolvePropertyPlaceholders(overrides.getOrDefault(key, "{{" + key + "}}"))
                    .strip());
        } catch (IllegalArgumentException e) {
            problems.add(place(key) + ": a placeholder cannot be resolved: " + unresolved(e));
            return Optional.empty();
        }
    }

    /** Cuts Camel's message after the missing key, because it goes on to quote the value, which may hold a secret. */
    static String unresolved(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replaceFirst("(?s) from text:.*", "");
    }

    /** The settings under {@code camel.component.kafka}, for any Kafka client. */
    Map<String, Object> kafkaClient() {
        return KafkaClientKeys.of(
                camel, writtenForKafka(), (key, problem) -> problems.add(place(key) + ": " + problem));
    }

    /** The keys among them that are about TLS or SASL, without those that switch it off. */
    List<String> kafkaSecurity() {
        return writtenForKafka().entrySet().stream()
                .filter(each -> KafkaClientKeys.isSecurity(each.getKey())
                        && !each.getValue().equals("PLAINTEXT"))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Map<String, String> writtenForKafka() {
        Map<String, String> written = written();
        if (environment) {
            Map<String, String> variables = Environment.kafka(System.getenv());
            written.keySet()
                    .removeIf(key -> variables.keySet().stream().anyMatch(other -> KafkaClientKeys.isSame(key, other)));
            written.putAll(variables);
        }
        return written;
    }

    /** Whether the user has set a key, be it to its default. */
    boolean isSet(String key) {
        return System.getProperty(key) != null || !place(key).equals(key) || overrides.containsKey(key);
    }

    /** Where a key's value comes from: the environment, the file and line, or the default. */
    private String place(String key) {
        if (overrides.containsKey(key)) {
            return key;
        }
        if (environment && IOHelper.lookupEnvironmentVariable(key) != null) {
            return Environment.variable(key) + " (environment)";
        }
        for (int i = lines.size() - 1; i >= 0; i--) { // the last one wins
            if (lines.get(i).strip().matches("\\Q" + key + "\\E\\s*[=:\\s].*|\\Q" + key + "\\E")) {
                return file + ":" + (i + 1) + ": " + key;
            }
        }
        return key;
    }

    @Override
    public void close() {
        camel.stop();
    }

    private static Map<String, String> defaults() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("armwatch.azure.cloud", "AzureCloud");
        all.put("armwatch.azure.endpoint", "");
        all.put("armwatch.azure.credential", "default");
        all.put("armwatch.watch.file", DEFAULT_WATCH_FILE);
        all.put("armwatch.sources", "all");
        for (Source source : Sources.scheduled()) {
            all.put(SCHEDULE + source.name(), source.schedule());
            all.put(API_VERSION + source.name(), "");
        }
        all.put("armwatch.apim.keys", "false");
        all.put("armwatch.maps.keys", "scheduled");
        all.put("armwatch.kafka.brokers", "localhost:9092");
        all.put("armwatch.kafka.embedded.listen", "127.0.0.1:9092");
        all.put("armwatch.kafka.exactly-once", "true");
        all.put("armwatch.application-id", "armwatch");
        all.put("armwatch.topics.prefix", "azure");
        all.put("armwatch.topics.partitions", "12");
        all.put("armwatch.topics.retention", "7");
        all.put("armwatch.events.mode", "structured");
        all.put("armwatch.schemas.url", "");
        all.put("armwatch.http.concurrency", "32");
        all.put("armwatch.http.timeout", "30");
        all.put("armwatch.http.proxy", "");
        all.put("armwatch.http.ca-file", "");
        all.put("armwatch.budget.share", "0.5");
        all.put("armwatch.expiry.tiers", "30,14,7,1");
        all.put("armwatch.key.max-age", "");
        all.put("armwatch.scan-events", "true");
        all.put("armwatch.first-scan", "discover");
        all.put("armwatch.fingerprint.key", "");
        all.put("armwatch.http.port", "9876");
        all.put("armwatch.http.host", "127.0.0.1");
        all.put("armwatch.signals", "false");
        all.put("armwatch.api.token", "");
        all.put("armwatch.missing.confirmations", "3");
        all.put(TracingSettings.TRACING, "none");
        all.put(TracingSettings.ENDPOINT, "http://localhost:4318");
        all.put(TracingSettings.RATIO, "1");
        return Collections.unmodifiableMap(all);
    }
}
