package io.armwatch.detection;

import io.armwatch.config.Settings;
import io.armwatch.kafka.AdaptiveConsumer;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.kafka.RecordLimit;
import io.armwatch.kafka.TransactionCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The judgement as it runs: waits for Kafka, sees to the topics, restores what is known, judges until it is closed. */
public final class DetectionService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectionService.class);
    private static final long POLL_MILLIS = 50;
    private static final long RETRY_SECONDS = 3;
    private static final long REMIND_SECONDS = 60;
    private static final Duration CLOSING = Duration.ofSeconds(4);

    private final Settings settings;
    private final MeterRegistry meters;
    private final LocalStateVersions versions = new LocalStateVersions();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** There before it is needed: Kafka Streams tells of its state once, also where no thread can be started. */
    private final ThreadPoolExecutor callbacks = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "armwatch-scans"));

    private final AtomicBoolean restored = new AtomicBoolean();
    private final RestoreProgress progress = new RestoreProgress(System::nanoTime);
    private final Installation installation;
    private final AdaptiveConsumer.Supplier clients = new AdaptiveConsumer.Supplier();
    private volatile int largestRecord = Integer.MAX_VALUE;
    private volatile Optional<KafkaStreams> streams = Optional.empty();
    private volatile Optional<KnownStates> known = Optional.empty();

    public DetectionService(Settings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.installation = new Installation(settings);
    }

    /**
     * Waits for Kafka, however long, and starts to judge.
     *
     * @param whenRestored called once, when what is known has been restored, on a thread of its own
     * @param whenTaken called each time that this process holds other Azure subscriptions than before, likewise
     * @throws UnusableTopicException where a topic cannot be used
     * @throws InterruptedException where it was closed meanwhile
     */
    public void start(Runnable whenRestored, Runnable whenTaken) throws UnusableTopicException, InterruptedException {
        callbacks.prestartAllCoreThreads();
        KafkaTopics.Ready topics = awaitTopics();
        largestRecord = topics.largestRecord();
        KafkaStreams started = new KafkaStreams(
                DetectionTopology.of(settings, versions, this::largestRecord, meters),
                KafkaClients.streams(settings.kafka(), installation.clientId()),
                clients);
        started.setUncaughtExceptionHandler(this::replace);
        started.setGlobalStateRestoreListener(progress);
        started.setStateListener((now, before) -> {
            LOG.debug("Change detection is {} (was {})", now, before);
            if (now == State.RUNNING) {
                progress.end();
                callbacks.execute(restored.compareAndSet(false, true) ? whenRestored : whenTaken);
            }
        });
        known = Optional.of(new KnownStates(topics.partitions(), versions));
        streams = Optional.of(started);
        started.start();
        installation.watch();
    }

    private KafkaTopics.Ready awaitTopics() throws UnusableTopicException, InterruptedException {
        long nextReminder = System.nanoTime();
        while (true) {
            try (Admin admin = KafkaClients.admin(settings.kafka())) {
                return usable(admin);
            } catch (KafkaException e) {
                if (!KafkaClients.isAway(e)) {
                    throw KafkaProblem.explained(e, settings.kafka());
                }
                if (System.nanoTime() - nextReminder >= 0) {
                    LOG.warn(waiting(e));
                    nextReminder = System.nanoTime() + TimeUnit.SECONDS.toNanos(REMIND_SECONDS);
                }
            }
            if (closed.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                throw new InterruptedException("closed while waiting for Kafka");
            }
        }
    }

    private KafkaTopics.Ready usable(Admin admin) throws UnusableTopicException, InterruptedException {
        KafkaTopics.Ready ready = new KafkaTopics(admin, settings.kafka()).ensure();
        Optional<String> problem =
                settings.kafka().exactlyOnce() ? TransactionCheck.problem(settings.kafka()) : Optional.empty();
        problem = problem.or(() -> SubscriptionOwners.problem(admin, settings.kafka()))
                .or(() -> installation.awaitFree(admin, closed));
        if (closed.getCount() == 0) {
            throw new InterruptedException("closed while waiting for another installation to end");
        }
        if (problem.isPresent()) {
            throw new UnusableTopicException(problem.get());
        }
        return ready;
    }

    private String waiting(KafkaException failure) {
        return failure instanceof TransactionCheck.AwayException
                ? String.valueOf(failure.getMessage())
                : "Kafka cannot be reached at " + settings.kafka().brokers() + " ("
                        + failure.getClass().getSimpleName()
                        + "); armwatch waits for it and polls nothing until then. Check armwatch.kafka.brokers";
    }

    /**
     * Has Kafka's clients made anew. Their timers follow the wall clock and never go back: after it was set back, they would commit
     * nothing and send no heartbeat until it is again where it was.
     */
    public void renewClients() {
        clients.interrupt();
    }

    private StreamThreadExceptionResponse replace(Throwable failure) {
        if (isCausedBy(failure, WakeupException.class)) {
            LOG.info("The judgement starts anew with new Kafka clients, as the timers of the old ones do not go back");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.warn("Change detection restarts after {}: {}", failure.getClass().getSimpleName(), failure.getMessage());
        meters.counter("armwatch.detection.restarts").increment();
        if (isCausedBy(failure, RecordTooLargeException.class)) {
            lowerLimit();
        }
        if (isCausedBy(failure, AuthorizationException.class)) {
            LOG.warn("Kafka denies armwatch a right that it needs: the message above names it; docs/operations.md "
                    + "lists all of them");
            await(RETRY_SECONDS);
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends KafkaException> cause) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(cause::isInstance);
    }

    private void await(long seconds) {
        try {
            var unused = closed.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kafka takes less of a record than it did. Were nothing changed, the same observation would fail again for ever. */
    private void lowerLimit() {
        int before = largestRecord;
        int told = before;
        try (Admin admin = KafkaClients.admin(settings.kafka())) {
            told = RecordLimit.of(admin, settings.kafka());
        } catch (RuntimeException e) {
            LOG.debug("The limits cannot be read", e);
        }
        largestRecord = told < before ? told : before / 2;
        LOG.warn(
                "Kafka refuses records of a size that it accepted before: from now on armwatch writes at most "
                        + "{} bytes a record. Raise max.message.bytes of armwatch's topics and restart armwatch",
                largestRecord);
    }

    /**
     * Waits until every observation that was sent before is judged and committed.
     *
     * @throws InterruptedException where it was closed meanwhile, or Kafka did not get there within a minute
     */
    public void awaitProcessed() throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try (Admin admin = KafkaClients.admin(settings.kafka())) {
            while (new Backlog(admin, settings.kafka()).size() > 0) {
                if (closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() - giveUp >= 0) {
                    throw new InterruptedException("some observations that were sent have not been processed yet");
                }
            }
        }
    }

    /**
     * The rows of {@code azure.known-states} by their keys.
     *
     * @param values whether their values are read too
     * @throws KafkaException where Kafka is away, or does not allow it
     */
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return PublicStateReader.read(settings.kafka(), wanted, values);
    }

    /** This installation beside others on the same Kafka. */
    public Installation installation() {
        return installation;
    }

    /** When what is known changed. */
    public LocalStateVersions stateVersions() {
        return versions;
    }

    /** What is known in this process; empty before Kafka was reached. */
    public Optional<KnownStates> known() {
        return known;
    }

    /** What Kafka takes of one record, in bytes; known once Kafka was reached. */
    public int largestRecord() {
        return largestRecord;
    }

    /** How far the restoring of what is known has come. */
    public RestoreProgress restoring() {
        return progress;
    }

    /** Whether it judges now, rather than waiting for Kafka or restoring what is known. */
    public boolean running() {
        return streams.map(KafkaStreams::state).orElse(State.CREATED) == State.RUNNING;
    }

    /** Leaves the group at once, so that another process takes over without waiting for a session to time out. */
    @Override
    public void close() {
        closed.countDown();
        installation.close();
        callbacks.shutdownNow();
        streams.ifPresent(running -> {
            if (!running.close(new CloseOptions().timeout(CLOSING).leaveGroup(true))) {
                LOG.warn(
                        "Change detection did not end within {} s; what was not committed will be processed again",
                        CLOSING.toSeconds());
            }
        });
    }
}
