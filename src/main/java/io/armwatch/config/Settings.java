package io.armwatch.config;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.network.Network;
import io.armwatch.change.Reporting;
import io.armwatch.change.TimePolicy;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings: bound once at start, and valid as a whole. The watch list may be replaced later. */
public record Settings(Azure azure, Watch watch, Kafka kafka, Management management, Optional<Tracing> tracing) {
    /** Without traces. */
    public Settings(Azure azure, Watch watch, Kafka kafka, Management management) {
        this(azure, watch, kafka, management, Optional.empty());
    }

    /**
     * How armwatch calls ARM.
     *
     * @param endpoint ARM's base address, without a path
     * @param authenticate whether requests carry a token
     * @param concurrency the largest number of requests in flight
     * @param timeLimit the time limit of a call
     * @param network proxy and certificates
     */
    public record Azure(
            AzureCloud cloud,
            URI endpoint,
            boolean authenticate,
            int concurrency,
            Duration timeLimit,
            double budgetShare,
            Network network) {
        /** Without a proxy, and with the JVM's certificate authorities. */
        public Azure(
                AzureCloud cloud,
                URI endpoint,
                boolean authenticate,
                int concurrency,
                Duration timeLimit,
                double budgetShare) {
            this(cloud, endpoint, authenticate, concurrency, timeLimit, budgetShare, Network.PLAIN);
        }

        /** The credential for ARM. */
        public Credential credential() {
            return authenticate ? Credential.azureDefault(cloud, network, System::nanoTime) : Credential.none();
        }

        /** The configuration of the HTTP client for ARM; all commands use it. */
        public ArmClient client(Credential credential, String version) {
            return new ArmClient(endpoint, credential, network, timeLimit, concurrency, version);
        }
    }

    /**
     * What is watched, and when.
     *
     * @param schedules Quartz cron expressions in UTC, by the name of each source that is watched
     * @param apimKeys whether the keys of API Management subscriptions are also polled
     * @param confirmations the consecutive 404s before a deletion is published
     * @param apiVersions the api-versions that the settings fix, by source name
     * @param time when expiries and the age of keys are reported
     * @param exclusions what is not watched although a scope covers it
     * @param reporting what is published although nothing has changed
     * @param onSignal the names of the sources whose POST is sent on signals and once a day only
     * @param file where the watch list stands; empty if it was not read from a file
     */
    public record Watch(
            List<Scope> scopes,
            Map<String, String> schedules,
            boolean apimKeys,
            int confirmations,
            Fingerprints fingerprints,
            Map<String, String> apiVersions,
            TimePolicy time,
            Exclusions exclusions,
            Reporting reporting,
            Set<String> onSignal,
            Optional<Path> file) {
        public Watch {
            scopes = List.copyOf(scopes);
            schedules = Map.copyOf(schedules);
            apiVersions = Map.copyOf(apiVersions);
            onSignal = Set.copyOf(onSignal);
        }

        /** With every source polled on schedule. */
        public Watch(
                List<Scope> scopes,
                Map<String, String> schedules,
                boolean apimKeys,
                int confirmations,
                Fingerprints fingerprints,
                Map<String, String> apiVersions,
                TimePolicy time,
                Exclusions exclusions,
                Reporting reporting) {
            this(
                    scopes,
                    schedules,
                    apimKeys,
                    confirmations,
                    fingerprints,
                    apiVersions,
                    time,
                    exclusions,
                    reporting,
                    Set.of(),
                    Optional.empty());
        }

        /** With everything published. */
        public Watch(
                List<Scope> scopes,
                Map<String, String> schedules,
                boolean apimKeys,
                int confirmations,
                Fingerprints fingerprints,
                Map<String, String> apiVersions,
                TimePolicy time,
                Exclusions exclusions) {
            this(
                    scopes,
                    schedules,
                    apimKeys,
                    confirmations,
                    fingerprints,
                    apiVersions,
                    time,
                    exclusions,
                    Reporting.ALL);
        }

        /** With the api-versions that the sources prefer, and the default rules of time. */
        public Watch(
                List<Scope> scopes,
                Map<String, String> schedules,
                boolean apimKeys,
                int confirmations,
                Fingerprints fingerprints) {
            this(
                    scopes,
                    schedules,
                    apimKeys,
                    confirmations,
                    fingerprints,
                    Map.of(),
                    TimePolicy.DEFAULT,
                    Exclusions.NONE);
        }

        /** The scopes and exclusions. */
        public WatchList list() {
            return new WatchList(scopes, exclusions);
        }

        /** The same with other scopes and exclusions. */
        public Watch with(WatchList list) {
            return new Watch(
                    list.scopes(),
                    schedules,
                    apimKeys,
                    confirmations,
                    fingerprints,
                    apiVersions,
                    time,
                    list.exclusions(),
                    reporting,
                    onSignal,
                    file);
        }

        /** The sources that are watched. */
        public List<Source> sources() {
            return Sources.scheduled().stream()
                    .filter(source -> schedules.containsKey(source.name()))
                    .toList();
        }
    }

    /**
     * Where changes are published.
     *
     * @param client settings of every Kafka client, by Kafka's names; may contain passwords
     * @param retention how long the event topics that armwatch creates keep events
     * @param binary whether events use CloudEvents' binary content mode
     * @param schemas where the user publishes the schemas; ends with a slash
     * @param signals whether armwatch acts on signals
     * @param embedded the broker in armwatch's own process; empty where the brokers are others
     */
    public record Kafka(
            String brokers,
            Map<String, Object> client,
            boolean exactlyOnce,
            String applicationId,
            String topicsPrefix,
            int partitions,
            Duration retention,
            boolean binary,
            Optional<URI> schemas,
            boolean signals,
            Optional<Embedded> embedded) {
        /** How long event topics keep events by default. */
        public static final Duration RETENTION = Duration.ofDays(7);

        /**
         * A broker in armwatch's own process.
         *
         * @param folder holds its data; absolute
         * @param host where it listens, and what it tells its clients to connect to
         */
        public record Embedded(Path folder, String host, int port) {
            /** The address for clients. */
            public String address() {
                return host + ":" + port;
            }
        }

        /** Without an embedded broker. */
        public Kafka(
                String brokers,
                Map<String, Object> client,
                boolean exactlyOnce,
                String applicationId,
                String topicsPrefix,
                int partitions,
                Duration retention,
                boolean binary,
                Optional<URI> schemas,
                boolean signals) {
            this(
                    brokers,
                    client,
                    exactlyOnce,
                    applicationId,
                    topicsPrefix,
                    partitions,
                    retention,
                    binary,
                    schemas,
                    signals,
                    Optional.empty());
        }

        /** Without signals. */
        public Kafka(
                String brokers,
                Map<String, Object> client,
                boolean exactlyOnce,
                String applicationId,
                String topicsPrefix,
                int partitions,
                Duration retention,
                boolean binary,
                Optional<URI> schemas) {
            this(
                    brokers,
                    client,
                    exactlyOnce,
                    applicationId,
                    topicsPrefix,
                    partitions,
                    retention,
                    binary,
                    schemas,
                    false);
        }

        /** With the default retention, schemas that are published nowhere, and without signals. */
        public Kafka(
                String brokers,
                Map<String, Object> client,
                boolean exactlyOnce,
                String applicationId,
                String topicsPrefix,
                int partitions,
                boolean binary) {
            this(
                    brokers,
                    client,
                    exactlyOnce,
                    applicationId,
                    topicsPrefix,
                    partitions,
                    RETENTION,
                    binary,
                    Optional.empty());
        }

        public Kafka {
            client = Map.copyOf(client);
        }

        /** The same with other brokers. */
        public Kafka at(String address) {
            return new Kafka(
                    address,
                    client,
                    exactlyOnce,
                    applicationId,
                    topicsPrefix,
                    partitions,
                    retention,
                    binary,
                    schemas,
                    signals,
                    embedded);
        }

        /** Leaves out the client settings, which may contain passwords. */
        @Override
        public String toString() {
            return "Kafka[" + brokers + ", " + applicationId + ", " + topicsPrefix + "]";
        }
    }

    /** The same with another watch list. */
    public Settings with(WatchList list) {
        return new Settings(azure, watch.with(list), kafka, management, tracing);
    }

    /**
     * Where traces are exported to.
     *
     * @param endpoint the base address of a collector that takes OTLP over HTTP
     * @param ratio the share of scan runs with a trace, above 0 and up to 1
     */
    public record Tracing(URI endpoint, double ratio) {
        /** Where OTLP over HTTP takes traces. */
        public URI tracesUrl() {
            return URI.create(endpoint + "/v1/traces");
        }
    }

    /** The same with another Kafka. */
    public Settings with(Kafka other) {
        return new Settings(azure, watch, other, management, tracing);
    }

    /**
     * The address that serves health, metrics and the API.
     *
     * @param token the bearer token for calls of the API that change something; without one, only this machine may make them
     */
    public record Management(String host, int port, Optional<String> token) {
        /** Without a token. */
        public Management(String host, int port) {
            this(host, port, Optional.empty());
        }

        /** Leaves out the token. */
        @Override
        public String toString() {
            return "Management[" + host + ", " + port + "]";
        }
    }
}
