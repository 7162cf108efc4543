package io.armwatch.kafka.embedded;

import io.armwatch.config.Settings;
import io.armwatch.config.Settings.Kafka.Embedded;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.embedded.FolderLock.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka as the settings name it. With {@code embedded:FOLDER} that is the broker on the folder: the one that another armwatch of this
 * machine runs, or one in this process. With the addresses of brokers it is those, and nothing is started.
 */
public final class KafkaAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaAccess.class);
    private static final int ATTEMPTS = 20;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Settings.Kafka kafka;
    private Optional<RunningBroker> broker;

    private KafkaAccess(Settings.Kafka kafka, Optional<RunningBroker> broker) {
        this.kafka = kafka;
        this.broker = broker;
    }

    /**
     * For {@code armwatch run}: starts the embedded broker in this process.
     *
     * @param onFailure called once, on a thread of its own, if the broker fails later
     * @throws UnusableBrokerException if it does not start, or another process has its folder
     */
    public static KafkaAccess own(Settings.Kafka kafka, Runnable onFailure) {
        Optional<Embedded> embedded = kafka.embedded();
        if (embedded.isEmpty()) {
            return new KafkaAccess(kafka, Optional.empty());
        }
        BrokerFolder.prepare(embedded.get().folder());
        KafkaAccess access = startBroker(kafka, embedded.get(), patientLock(embedded.get()), "run", onFailure);
        LOG.info(
                "Kafka runs in this process at {}, with its data in {}",
                access.kafka().brokers(),
                embedded.get().folder());
        return access;
    }

    /** Another process may have the lock for a moment, to see whether somebody has it. */
    private static FolderLock patientLock(Embedded settings) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<FolderLock> lock = lock(settings.folder());
            if (lock.isPresent()) {
                return lock.get();
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        String holder = FolderLock.holder(settings.folder()).map(Holder::text).orElse("another process");
        throw new UnusableBrokerException(
                "the folder " + settings.folder() + " of the embedded Kafka broker is in use by " + holder
                        + ". Stop that process, or name another folder in armwatch.kafka.brokers");
    }

    /**
     * For {@code armwatch once}: connects to the broker that another armwatch runs, or else starts one, also for the first time.
     *
     * @throws UnusableBrokerException if the broker does not start
     */
    public static KafkaAccess start(Settings.Kafka kafka, String command, Runnable onFailure) {
        kafka.embedded().ifPresent(embedded -> BrokerFolder.prepare(embedded.folder()));
        return connectOrStart(kafka, command, onFailure);
    }

    /**
     * For a command that ends: connects to the broker that another armwatch runs, or else starts one for as long as this is open.
     *
     * @param command the name of the command, for others that find the folder in use
     * @param onFailure called once, on a thread of its own, if the broker fails later
     * @throws UnusableBrokerException if the folder holds no data yet, or the broker does not start
     */
    public static KafkaAccess use(Settings.Kafka kafka, String command, Runnable onFailure) {
        kafka.embedded().ifPresent(embedded -> requireData(embedded.folder()));
        return connectOrStart(kafka, command, onFailure);
    }

    private static KafkaAccess connectOrStart(Settings.Kafka kafka, String command, Runnable onFailure) {
        Optional<Embedded> embedded = kafka.embedded();
        if (embedded.isEmpty()) {
            return new KafkaAccess(kafka, Optional.empty());
        }
        Optional<FolderLock> lock = lock(embedded.get().folder());
        return lock.isPresent()
                ? startBroker(kafka, embedded.get(), lock.get(), command, onFailure)
                : running(kafka, embedded.get().folder());
    }

    /**
     * For a command that waits for others: connects to the broker that another armwatch runs.
     *
     * @throws UnusableBrokerException if none does
     */
    public static KafkaAccess find(Settings.Kafka kafka) {
        Optional<Embedded> embedded = kafka.embedded();
        if (embedded.isEmpty()) {
            return new KafkaAccess(kafka, Optional.empty());
        }
        Path folder = embedded.get().folder();
        requireData(folder);
        Optional<FolderLock> lock = lock(folder);
        if (lock.isPresent()) {
            close(lock.get());
            throw new UnusableBrokerException(
                    "no armwatch runs on the folder " + folder + ", so nothing new can come; start armwatch run");
        }
        return running(kafka, folder);
    }

    /** Whether an embedded broker has run on its folder before. */
    public static boolean holdsData(Embedded embedded) {
        return BrokerFolder.holdsData(embedded.folder());
    }

    private static void requireData(Path folder) {
        if (!BrokerFolder.holdsData(folder)) {
            throw new UnusableBrokerException(
                    "the folder " + folder + " holds no data of Kafka's yet; armwatch run creates it");
        }
    }

    private static Optional<FolderLock> lock(Path folder) {
        try {
            return FolderLock.take(folder);
        } catch (IOException e) {
            throw BrokerFolder.unwritable(folder, e);
        }
    }

    private static KafkaAccess startBroker(
            Settings.Kafka kafka, Embedded settings, FolderLock lock, String command, Runnable onFailure) {
        try {
            lock.announce(new Holder(settings.address(), KafkaClients.processName(), command));
        } catch (IOException e) {
            close(lock);
            throw BrokerFolder.unwritable(settings.folder(), e);
        }
        return new KafkaAccess(kafka, Optional.of(RunningBroker.start(settings, lock, onFailure)));
    }

    /** The process that has the lock announces itself a moment later. */
    private static KafkaAccess running(Settings.Kafka kafka, Path folder) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Holder> holder = FolderLock.holder(folder);
            if (holder.isPresent()) {
                return new KafkaAccess(kafka.at(holder.get().address()), Optional.empty());
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        throw new UnusableBrokerException("a process has locked the folder " + folder
                + " and does not say where its Kafka broker listens; try again, or stop it");
    }

    private static void close(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("The lock of a broker's folder cannot be released", e);
        }
    }

    /** How to reach Kafka. */
    public Settings.Kafka kafka() {
        return kafka;
    }

    /** Whether the broker is in this process. */
    public synchronized boolean isOwner() {
        return broker.isPresent();
    }

    /** Stops the broker if this started it. Its clients must be closed before. */
    @Override
    public synchronized void close() {
        Optional<RunningBroker> started = broker;
        broker = Optional.empty();
        started.ifPresent(RunningBroker::close);
    }
}
