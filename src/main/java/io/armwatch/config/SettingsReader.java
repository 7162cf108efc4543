package io.armwatch.config;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.Network.InvalidProxyException;
import io.armwatch.azure.network.Trust;
import io.armwatch.change.Reporting;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings.Azure;
import io.armwatch.config.Settings.Management;
import io.armwatch.config.Settings.Watch;
import io.armwatch.source.Fingerprints;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Binds the values of {@link Keys} into {@link Settings}, and reports every problem with its place. */
public final class SettingsReader {
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    /** RFC 6750's {@code b64token}, long enough not to be guessed. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,1000}");

    private static final String MAPS_KEYS = "armwatch.maps.keys";
    static final int MOST_DAYS = 3650;

    private final Keys keys;

    private SettingsReader(Keys keys) {
        this.keys = keys;
    }

    /**
     * Reads {@code application.properties} in the folder, and the watch list that it names.
     *
     * @param overrides take precedence over the file; if there are any, the environment is ignored
     * @throws ConfigurationException with all problems
     */
    public static Settings read(Path folder, Map<String, String> overrides) throws ConfigurationException {
        return read(folder, overrides, overrides.isEmpty());
    }

    /**
     * Reads likewise, with the environment.
     *
     * @param overrides take precedence over the environment and the file
     * @throws ConfigurationException with all problems
     */
    public static Settings readWithEnvironment(Path folder, Map<String, String> overrides)
            throws ConfigurationException {
        return read(folder, overrides, true);
    }

    private static Settings read(Path folder, Map<String, String> overrides, boolean environment)
            throws ConfigurationException {
        try (Keys keys = Keys.open(folder.resolve("application.properties"), overrides, environment)) {
            return new SettingsReader(keys).settings(Optional.of(folder));
        }
    }

    /**
     * Reads the settings without the watch list, for commands that do not call Azure.
     *
     * @throws ConfigurationException with all problems
     */
    public static Settings readWithoutScopes(Path folder) throws ConfigurationException {
        try (Keys keys = Keys.open(folder.resolve("application.properties"), Map.of(), true)) {
            return new SettingsReader(keys).settings(Optional.empty());
        }
    }

    /** The environment's settings of Kafka clients, under each spelling of the key that the folder's file uses. */
    public static Map<String, String> kafkaOverrides(Path folder) {
        return Environment.kafka(System.getenv(), Keys.spelt(folder.resolve("application.properties")));
    }

    /**
     * Settings that let Camel's Kafka component speak to a broker without TLS and SASL, whatever the folder's file and the environment
     * say: the security protocol, under each spelling that they use.
     */
    public static Map<String, String> plainKafka(Path folder) {
        return Stream.concat(
                        Stream.of(KafkaClientKeys.PREFIX + "security-protocol"),
                        Stream.concat(
                                Keys.spelt(folder.resolve("application.properties")).stream(),
                                kafkaOverrides(folder).keySet().stream()))
                .filter(KafkaClientKeys::isSecurityProtocol)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), key -> "PLAINTEXT"));
    }

    /** Every known key with its default. */
    public static Map<String, String> defaults() {
        return Keys.DEFAULTS;
    }

    private Settings settings(Optional<Path> folder) throws ConfigurationException {
        Settings settings = new Settings(
                azure(),
                watch(folder),
                new KafkaSettings(keys).bind(),
                management(),
                new TracingSettings(keys).tracing());
        if (!keys.problems().isEmpty()) {
            throw new ConfigurationException(keys.problems());
        }
        return settings;
    }

    private Azure azure() {
        AzureCloud cloud = keys.parsed(
                "armwatch.azure.cloud",
                AzureCloud::named,
                AzureCloud.PUBLIC,
                "one of AzureCloud, AzureChinaCloud, AzureUSGovernment");
        URI endpoint = keys.parsed(
                "armwatch.azure.endpoint",
                text -> text.isBlank() ? Optional.of(cloud.endpoint()) : endpoint(text),
                cloud.endpoint(),
                "https://{host}[:{port}], or http:// for a loopback address, for example https://management.azure.com");
        boolean authenticate = keys.parsed(
                "armwatch.azure.credential",
                text -> text.equals("default") || text.equals("none")
                        ? Optional.of(text.equals("default"))
                        : Optional.empty(),
                true,
                "default or none");
        return new Azure(
                cloud,
                endpoint,
                authenticate,
                keys.number("armwatch.http.concurrency", 1, 1000, "32"),
                Duration.ofSeconds(keys.number("armwatch.http.timeout", 1, 600, "30")),
                keys.parsed(
                        "armwatch.budget.share",
                        SettingsReader::share,
                        0.5,
                        "a number above 0 and up to 1, for example 0.5"),
                network());
    }

    private Network network() {
        List<Trust> trust = keys.parsed(
                "armwatch.http.ca-file",
                text -> text.isEmpty()
                        ? Optional.of(List.of())
                        : path(text).flatMap(Trust::read).map(List::of),
                List.of(),
                "a PEM file with certificates of authorities, for example /etc/armwatch/ca.pem");
        try {
            return Network.of(
                    keys.optional("armwatch.http.proxy").orElse(""),
                    System::getProperty,
                    System.getenv(),
                    trust.stream().findFirst());
        } catch (InvalidProxyException e) {
            keys.problems().add(e.getMessage());
            return Network.PLAIN;
        }
    }

    /** A number above 0 and up to 1. */
    static Optional<Double> share(String text) {
        try {
            double share = Double.parseDouble(text);
            return share > 0 && share <= 1 ? Optional.of(share) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> endpoint(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            boolean plain = "http".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65535;
            boolean allowed = "https".equalsIgnoreCase(uri.getScheme()) || (plain && isLoopback(uri.getHost()));
            return bare && allowed ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(String host) {
        return host != null && LOOPBACK.matcher(host).matches();
    }

    private Watch watch(Optional<Path> folder) {
        Optional<Path> file = folder.map(this::watchFile);
        WatchList watched =
                file.map(each -> WatchList.read(each, keys.problems())).orElse(WatchList.NONE);
        SourceSettings sources = new SourceSettings(keys);
        return new Watch(
                watched.scopes(),
                sources.schedules(),
                keys.flag("armwatch.apim.keys"),
                keys.number("armwatch.missing.confirmations", 1, 100, "3"),
                keys.optional("armwatch.fingerprint.key")
                        .map(Fingerprints::hmacSha256)
                        .orElseGet(Fingerprints::sha256),
                sources.apiVersions(),
                time(),
                watched.exclusions(),
                reporting(),
                onSignal(),
                file);
    }

    private Set<String> onSignal() {
        boolean wanted = keys.parsed(
                MAPS_KEYS,
                text -> List.of("scheduled", "on-signal").contains(text)
                        ? Optional.of(text.equals("on-signal"))
                        : Optional.empty(),
                false,
                "scheduled or on-signal");
        if (wanted && !keys.flag(KafkaSettings.SIGNALS)) {
            keys.addProblem(MAPS_KEYS, "on-signal needs signals; set " + KafkaSettings.SIGNALS + "=true");
        }
        return wanted ? Set.of("maps-keys") : Set.of();
    }

    private Reporting reporting() {
        boolean discover = keys.parsed(
                "armwatch.first-scan",
                text -> text.equals("discover") || text.equals("baseline")
                        ? Optional.of(text.equals("discover"))
                        : Optional.empty(),
                true,
                "discover or baseline");
        return new Reporting(keys.flag("armwatch.scan-events"), discover);
    }

    private TimePolicy time() {
        List<Integer> tiers = keys.parsed(
                "armwatch.expiry.tiers",
                SettingsReader::tiers,
                TimePolicy.DEFAULT.tiers(),
                "different whole numbers of days from 1 to " + MOST_DAYS + ", for example 30,14,7,1");
        List<Integer> maxAge = keys.parsed(
                "armwatch.key.max-age",
                text -> text.isEmpty() ? Optional.of(List.of()) : days(text).map(List::of),
                List.of(),
                "a whole number of days from 1 to " + MOST_DAYS + ", for example 90, or nothing");
        return new TimePolicy(tiers, maxAge.stream().findFirst());
    }

    private static Optional<List<Integer>> tiers(String text) {
        List<Integer> tiers = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .flatMap(each -> days(each).stream())
                .distinct()
                .toList();
        return Optional.of(tiers).filter(all -> all.size() == text.split(",", -1).length);
    }

    private static Optional<Integer> days(String text) {
        return text.matches("\\d{1,4}")
                ? Optional.of(Integer.parseInt(text)).filter(days -> days >= 1 && days <= MOST_DAYS)
                : Optional.empty();
    }

    private Path watchFile(Path folder) {
        Path file = keys.parsed(
                "armwatch.watch.file",
                SettingsReader::path,
                Path.of(Keys.DEFAULT_WATCH_FILE),
                "a file, for example " + Keys.DEFAULT_WATCH_FILE);
        return file.isAbsolute() ? file : beside(folder, file);
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** If only the folder is given, the watch list is the one in that folder and not the default path. */
    private static Path beside(Path folder, Path file) {
        Path besideSettings = folder.resolve(file.getFileName());
        return file.equals(Path.of(Keys.DEFAULT_WATCH_FILE)) ? besideSettings : file;
    }

    private Management management() {
        return new Management(
                keys.parsed(
                        "armwatch.http.host",
                        matching(SettingsReader::isResolvable),
                        "127.0.0.1",
                        "an address of this machine, for example 127.0.0.1"),
                keys.number("armwatch.http.port", 0, 65535, "9876"),
                token());
    }

    /** The value is never quoted. */
    private Optional<String> token() {
        Optional<String> token = keys.optional("armwatch.api.token");
        if (token.filter(text -> !TOKEN.matcher(text).matches()).isPresent()) {
            keys.addProblem(
                    "armwatch.api.token",
                    "expected 16 to 1000 letters, digits or - . _ ~ + / =, for example what openssl rand -hex 32 prints");
        }
        return token;
    }

    private static boolean isResolvable(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static Keys.Parser<String> matching(Predicate<String> valid) {
        return text -> valid.test(text) ? Optional.of(text) : Optional.empty();
    }
}
