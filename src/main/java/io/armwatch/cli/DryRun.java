package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.detection.KnownStatesCopy;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.kafka.embedded.UnusableBrokerException;
import io.armwatch.service.Folders;
import io.armwatch.service.Service;
import io.armwatch.service.Service.Extra;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * A whole armwatch on a Kafka broker of its own in this process, which begins with a copy of the known states and goes with it. So it
 * finds what the real one would, and writes nothing to the real Kafka: no topic, no record, no member of a group.
 */
final class DryRun implements AutoCloseable {
    private final TemporaryFolder folder;
    private final EmbeddedBroker broker;
    private final Settings settings;
    private final Service service;
    private boolean closed;

    private DryRun(TemporaryFolder folder, EmbeddedBroker broker, Settings settings, Service service) {
        this.folder = folder;
        this.broker = broker;
        this.settings = settings;
        this.service = service;
    }

    /**
     * Prepares a dry run, and says what it compares with.
     *
     * @param camel settings of Camel besides the user's
     * @throws KafkaException if the settings of Kafka's clients are wrong
     */
    static DryRun of(Settings real, Folders folders, Map<String, String> camel, PrintWriter out) throws IOException {
        if (System.getenv("ARMWATCH_LOG_LEVEL") == null) {
            Configurator.setLevel("io.armwatch", Level.WARN);
        }
        KnownStatesCopy known = knownStates(real.kafka(), out);
        TemporaryFolder folder = TemporaryFolder.create();
        try {
            return of(real, folders, camel, known, folder);
        } catch (RuntimeException | IOException e) {
            folder.close();
            throw e;
        }
    }

    private static DryRun of(
            Settings real, Folders folders, Map<String, String> camel, KnownStatesCopy known, TemporaryFolder folder)
            throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.folder("kafka"));
        try {
            return of(real, folders, camel, known, folder, broker);
        } catch (RuntimeException | IOException e) {
            broker.close();
            throw e;
        }
    }

    private static DryRun of(
            Settings real,
            Folders folders,
            Map<String, String> camel,
            KnownStatesCopy known,
            TemporaryFolder folder,
            EmbeddedBroker broker)
            throws IOException {
        Settings.Kafka own = ownKafka(real.kafka(), broker);
        known.write(own);
        Settings settings = new Settings(real.azure(), real.watch(), own, real.management());
        Map<String, String> extra = new HashMap<>(camel);
        extra.putAll(SettingsReader.plainKafka(folders.config()));
        extra.put("armwatch.kafka.brokers", own.brokers());
        extra.put("camel.management.enabled", "false");
        return new DryRun(folder, broker, settings, Service.of(settings, folders, new Extra(extra, false)));
    }

    private static KnownStatesCopy knownStates(Settings.Kafka kafka, PrintWriter out) {
        KnownStatesCopy known = KnownStatesCopy.empty();
        String compared;
        try (KafkaAccess access = KafkaAccess.use(kafka, "dry run", SettingsOptions::endFailed)) {
            known = KnownStatesCopy.read(access.kafka());
            compared = "compares with the " + known.size() + " known states of Kafka at "
                    + access.kafka().brokers();
        } catch (UnusableBrokerException e) {
            compared = "compares with nothing, so that everything is new, because " + e.getMessage();
        } catch (KafkaException e) {
            if (!KafkaClients.isAway(e)) {
                throw KafkaProblem.explained(e, kafka);
            }
            compared = "compares with nothing, so that everything is new, because Kafka cannot be reached at "
                    + kafka.brokers();
        }
        out.println("Dry run: armwatch polls, " + compared + ",");
        out.println("prints what it would publish, and publishes and remembers nothing. Each line is an event:");
        out.println();
        out.flush();
        return known;
    }

    private static Settings.Kafka ownKafka(Settings.Kafka real, EmbeddedBroker broker) {
        return new Settings.Kafka(
                broker.brokers(),
                Map.of(),
                real.exactlyOnce(),
                real.applicationId(),
                real.topicsPrefix(),
                1,
                real.retention(),
                real.binary(),
                real.schemas());
    }

    Service service() {
        return service;
    }

    /** Reads what the service has published. Call it once the service has started. */
    EventFollower follower() {
        return EventFollower.of(settings.kafka(), new EventFollower.Beginning())
                .orElseThrow(() -> new IllegalStateException("the event topics do not exist"));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        service.close();
        broker.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder.root() + " cannot be deleted", e);
        }
    }
}
