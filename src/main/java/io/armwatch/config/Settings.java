package io.armwatch.config;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Scope;
import io.armwatch.azure.network.Network;
import io.armwatch.source.Fingerprints;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What armwatch is told to do: bound once, at start, and valid as a whole. */
public record Settings(Azure azure, Watch watch, Kafka kafka, Management management) {

    /**
     * How ARM is asked.
     *
     * @param endpoint ARM's base address, without a path
     * @param authenticate whether a token is shown
     * @param concurrency requests in flight at most
     * @param patience the longest a call may take
     * @param network proxy and certificates
     */
    public record Azure(
            AzureCloud cloud,
            URI endpoint,
            boolean authenticate,
            int concurrency,
            Duration patience,
            double budgetShare,
            Network network) {
        /** Without a proxy, with the JVM's certificates. */
        public Azure(
                AzureCloud cloud,
                URI endpoint,
                boolean authenticate,
                int concurrency,
                Duration patience,
                double budgetShare) {
            this(cloud, endpoint, authenticate, concurrency, patience, budgetShare, Network.PLAIN);
        }

        /** What ARM is shown. */
        public Credential credential() {
            return authenticate ? Credential.azureDefault(cloud, network, System::nanoTime) : Credential.none();
        }

        /** The client that asks ARM, by whatever command. */
        public ArmClient client(Credential shown, String version) {
            return new ArmClient(endpoint, shown, network, patience, concurrency, version);
        }
    }

    /**
     * What is watched.
     *
     * @param schedules Quartz cron by source name
     * @param apimKeys whether the keys of API Management subscriptions are watched too
     * @param confirmations 404s in a row before a deletion is told
     */
    public record Watch(
            List<Scope> scopes,
            Map<String, String> schedules,
            boolean apimKeys,
            int confirmations,
            Fingerprints fingerprints) {
        public Watch {
            scopes = List.copyOf(scopes);
            schedules = Map.copyOf(schedules);
        }
    }

    /**
     * Where changes are told.
     *
     * @param client settings that every Kafka client gets, by Kafka's names; may hold passwords
     * @param binary whether events are sent in CloudEvents' binary content mode
     */
    public record Kafka(
            String brokers,
            Map<String, Object> client,
            boolean exactlyOnce,
            String applicationId,
            String topicsPrefix,
            int partitions,
            boolean binary) {
        public Kafka {
            client = Map.copyOf(client);
        }

        /** Says where Kafka is, never how to get in. */
        @Override
        public String toString() {
            return "Kafka[" + brokers + ", " + applicationId + ", " + topicsPrefix + "]";
        }
    }

    /** Where health and metrics are served. */
    public record Management(String host, int port) {}
}
