package io.armwatch.kafka.embedded;

import io.armwatch.config.Settings.Kafka.Embedded;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.kafka.embedded.TornLogs.Torn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker in this process, on a folder that this process has locked. */
final class RunningBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningBroker.class);

    private static final int MOST_CAUSES = 20;

    private final FolderLock lock;
    private final EmbeddedBroker broker;
    private final BrokerFailures failures;

    private RunningBroker(FolderLock lock, EmbeddedBroker broker, BrokerFailures failures) {
        this.lock = lock;
        this.broker = broker;
        this.failures = failures;
    }

    /**
     * Starts it.
     *
     * @param lock on its folder; it is released when the broker stops, or does not start
     * @param onFailure called once when the broker fails later
     * @throws UnusableBrokerException if it does not start
     */
    static RunningBroker start(Embedded settings, FolderLock lock, Runnable onFailure) {
        BrokerFailures failures = BrokerFailures.watch(settings.folder(), onFailure);
        try {
            requireFree(settings);
            boolean torn = reportTornLogs(settings);
            EmbeddedBroker broker =
                    EmbeddedBroker.start(settings.folder(), settings.host(), settings.port(), LastingBroker.settings());
            RunningBroker running = new RunningBroker(lock, broker, failures);
            finish(broker, torn);
            return running;
        } catch (RuntimeException e) {
            BrokerFailures.unwatch();
            release(lock);
            throw e instanceof UnusableBrokerException known ? known : unstarted(settings, e);
        }
    }

    private static UnusableBrokerException unstarted(Embedded settings, RuntimeException e) {
        String why = BrokerFolder.problem(settings.folder()).orElseGet(() -> innermost(e));
        return new UnusableBrokerException(
                "the embedded Kafka broker on " + settings.folder() + " does not start: " + why
                        + ". ARMWATCH_LOG_KAFKA=warn shows what Kafka says",
                e);
    }

    private static String innermost(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .reduce((outer, inner) -> inner)
                .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .orElse("");
    }

    private static void requireFree(Embedded settings) {
        try (ServerSocket socket = new ServerSocket()) {
            InetAddress host = InetAddress.getByName(settings.host());
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, settings.port()));
            if (!host.isLoopbackAddress()) {
                LOG.warn(
                        "The embedded Kafka broker listens at {} without TLS and passwords: whoever can connect to it can read and write"
                                + " everything. Let a firewall admit your consumers only",
                        settings.address());
            }
        } catch (IOException e) {
            throw new UnusableBrokerException(
                    "the embedded Kafka broker cannot listen at " + settings.address() + " (" + e.getMessage()
                            + "); set armwatch.kafka.embedded.listen to an address and port of this machine that are free",
                    e);
        }
    }

    private static boolean reportTornLogs(Embedded settings) {
        try {
            List<Torn> found = TornLogs.in(settings.folder());
            found.forEach(torn -> LOG.warn(
                    "The log {} ends with {} bytes that are no whole record: the last process or the machine stopped while it wrote"
                            + " them. Kafka cuts them off. A write that was acknowledged is among them only if the disk lost it",
                    torn.file(),
                    torn.bytes()));
            return !found.isEmpty();
        } catch (IOException e) {
            throw BrokerFolder.unwritable(settings.folder(), e);
        }
    }

    private static void finish(EmbeddedBroker broker, boolean torn) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.brokers()))) {
            FeatureUpgrade.run(admin);
            if (torn) {
                HangingTransactions.abort(admin);
            }
        }
    }

    /** Stops the broker; a failed one is left as it is, because it would wait for what cannot be written. */
    @Override
    public void close() {
        if (!failures.hasFailed()) {
            broker.close();
        }
        BrokerFailures.unwatch();
        release(lock);
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("The lock of a broker's folder cannot be released", e);
        }
    }
}
