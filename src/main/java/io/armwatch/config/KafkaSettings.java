package io.armwatch.config;

import static io.armwatch.config.SettingsReader.matching;

import io.armwatch.config.Settings.Kafka;
import io.armwatch.config.Settings.Kafka.Embedded;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds what the settings say about Kafka. */
final class KafkaSettings {
    static final String SIGNALS = "armwatch.signals";
    private static final String BROKERS = "armwatch.kafka.brokers";
    private static final String LISTEN = "armwatch.kafka.embedded.listen";
    private static final String PARTITIONS = "armwatch.topics.partitions";

    /** A process of its own has no use for more: each partition costs memory, disk and a flush for each write. */
    private static final int EMBEDDED_PARTITIONS = 1;

    private static final String EMBEDDED = "embedded:";
    private static final String EMBEDDED_EXAMPLE = EMBEDDED + "data/kafka";

    private static final Pattern TOPIC_PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final Pattern APPLICATION_ID = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

    /** A host name, an IPv4 address, or an IPv6 address in brackets. */
    private static final String HOST = "(\\[[0-9A-Fa-f:.]+(?:%[^\\s,\\]]+)?]|[^\\s,:\\[\\]]+)";

    private static final String BROKER = "\\s*" + HOST + ":\\d{1,5}\\s*";
    private static final Pattern BROKER_LIST = Pattern.compile(BROKER + "(," + BROKER + ")*");
    private static final Pattern ADDRESS = Pattern.compile(HOST + ":(\\d{1,5})");
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]", "*");

    private final Keys keys;

    KafkaSettings(Keys keys) {
        this.keys = keys;
    }

    Kafka bind() {
        String text = keys.parsed(
                BROKERS,
                matching(value ->
                        value.startsWith(EMBEDDED) || BROKER_LIST.matcher(value).matches()),
                "localhost:9092",
                "host:port[,host:port…], for example localhost:9092, or " + EMBEDDED_EXAMPLE);
        Optional<Embedded> embedded = text.startsWith(EMBEDDED)
                ? embedded(text.substring(EMBEDDED.length()).strip())
                : Optional.empty();
        embedded.ifPresent(broker -> refuseSecurity());
        int partitions = keys.number(PARTITIONS, 1, 1000, "12");
        return new Kafka(
                embedded.map(Embedded::address).orElse(text),
                keys.kafkaClient(),
                keys.flag("armwatch.kafka.exactly-once"),
                keys.parsed(
                        "armwatch.application-id",
                        matching(value -> APPLICATION_ID.matcher(value).matches()),
                        "armwatch",
                        "1 to 100 letters, digits, . _ -, for example armwatch"),
                keys.parsed(
                        "armwatch.topics.prefix",
                        matching(value -> TOPIC_PREFIX.matcher(value).matches()),
                        "azure",
                        "1 to 200 letters, digits, . _ -, for example azure"),
                embedded.isPresent() && !keys.isSet(PARTITIONS) ? EMBEDDED_PARTITIONS : partitions,
                Duration.ofDays(keys.number("armwatch.topics.retention", 1, SettingsReader.MOST_DAYS, "7")),
                keys.parsed(
                                "armwatch.events.mode",
                                matching(List.of("structured", "binary")::contains),
                                "structured",
                                "structured or binary")
                        .equals("binary"),
                keys.parsed(
                        "armwatch.schemas.url",
                        KafkaSettings::schemas,
                        Optional.empty(),
                        "nothing or an http or https URL, for example https://example.com/schemas/"),
                keys.flag(SIGNALS),
                embedded);
    }

    private Optional<Embedded> embedded(String text) {
        Optional<String> problem = folderProblem(text);
        problem.ifPresent(why -> keys.addProblem(BROKERS, why));
        Embedded listen = keys.parsed(
                LISTEN,
                KafkaSettings::listen,
                new Embedded(Path.of(""), "127.0.0.1", 9092),
                "host:port, the host being an address or name of this machine that consumers can reach (not all addresses), for example"
                        + " 127.0.0.1:9092");
        return problem.isPresent()
                ? Optional.empty()
                : Optional.of(new Embedded(absolute(text), listen.host(), listen.port()));
    }

    private static Optional<String> folderProblem(String text) {
        if (text.isEmpty() || text.matches("\\d+")) {
            return Optional.of(
                    "'" + EMBEDDED + text + "' cannot be used; expected a folder after embedded:, for example "
                            + EMBEDDED_EXAMPLE + ". The port is in " + LISTEN);
        }
        if (text.contains(",")) {
            return Optional.of("an embedded broker is the only one; expected one folder without a comma, for example "
                    + EMBEDDED_EXAMPLE);
        }
        try {
            for (Path each = absolute(text); each != null; each = each.getParent()) {
                if (Files.exists(each) && !Files.isDirectory(each)) {
                    return Optional.of(
                            each + " is a file; expected a folder for Kafka's data, for example " + EMBEDDED_EXAMPLE);
                }
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("the folder after embedded: cannot be used; expected for example " + EMBEDDED_EXAMPLE);
        }
    }

    /** A relative folder is one below armwatch's own, so that commands find the same one from everywhere. */
    private static Path absolute(String text) {
        return Path.of(System.getProperty("armwatch.home", ""), "")
                .resolve(text)
                .toAbsolutePath()
                .normalize();
    }

    private static Optional<Embedded> listen(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches() || EVERY_ADDRESS.contains(address.group(1))) {
            return Optional.empty();
        }
        int port = Integer.parseInt(address.group(2));
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new Embedded(Path.of(""), address.group(1), port));
    }

    private void refuseSecurity() {
        keys.kafkaSecurity()
                .forEach(key -> keys.addProblem(
                        key, "does not apply to an embedded broker, which has neither TLS nor SASL; remove it"));
    }

    /** A URL that files can be resolved against; a slash at its end may be missing. */
    private static Optional<Optional<URI>> schemas(String text) {
        if (text.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        try {
            URI url = new URI(text.endsWith("/") ? text : text + "/");
            boolean usable = List.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
            return usable ? Optional.of(Optional.of(url)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
