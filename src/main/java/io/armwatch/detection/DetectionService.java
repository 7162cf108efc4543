package io.armwatch.detection;

import io.armwatch.config.Settings;
import io.armwatch.kafka.AdaptiveConsumer;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.kafka.RecordLimit;
import io.armwatch.kafka.TransactionCheck;
import io.armwatch.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
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
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change detection as a service: waits for Kafka, checks and creates the topics, restores the known states, and processes observations
 * until it is closed.
 */
public final class DetectionService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectionService.class);
    private static final long POLL_MILLIS = 50;
    private static final long RETRY_SECONDS = 3;
    private static final long REMIND_SECONDS = 60;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

    private final Settings settings;
    private final DetectionMetrics metrics;
    private final DetectionReports reports;
    private final LocalStateVersions versions = new LocalStateVersions();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Its thread starts early: Kafka Streams reports a state once, even if no new thread can be started then. */
    private final ThreadPoolExecutor callbacks = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "armwatch-scans"));

    private final AtomicBoolean restored = new AtomicBoolean();
    private final RestoreProgress progress = new RestoreProgress(System::nanoTime);
    private final Installation installation;
    private final AdaptiveConsumer.Supplier clients;
    private volatile int largestRecord = Integer.MAX_VALUE;
    private volatile Optional<KafkaStreams> streams = Optional.empty();
    private volatile Optional<KnownStates> known = Optional.empty();

    /** Makes no traces. */
    public DetectionService(Settings settings, MeterRegistry meters) {
        this(settings, meters, Tracing.OFF);
    }

    public DetectionService(Settings settings, MeterRegistry meters, Tracing tracing) {
        this.settings = settings;
        this.metrics = new DetectionMetrics(meters, Clock.systemUTC());
        this.reports = new DetectionReports(metrics, tracing);
        this.clients = new AdaptiveConsumer.Supplier(reports);
        metrics.show(progress);
        this.installation = new Installation(settings);
    }

    /**
     * Waits for Kafka without a limit, and starts to process observations.
     *
     * @param whenRestored called once, on its own thread, when the known states are restored
     * @param whenTaken called on the same thread each time that this process holds other Azure subscriptions than before
     * @throws UnusableTopicException if a topic cannot be used
     * @throws InterruptedException if it was closed while it waited
     */
    public void start(Runnable whenRestored, Runnable whenTaken) throws UnusableTopicException, InterruptedException {
        callbacks.prestartAllCoreThreads();
        KafkaTopics.Ready topics = awaitTopics();
        largestRecord = topics.largestRecord();
        KafkaStreams started = new KafkaStreams(
                DetectionTopology.of(settings, versions, this::largestRecord, reports),
                KafkaClients.streams(settings.kafka(), installation.clientId()),
                clients);
        started.setUncaughtExceptionHandler(this::handleThreadFailure);
        started.setGlobalStateRestoreListener(progress);
        started.setStateListener((now, before) -> {
            LOG.debug("Change detection is {} (was {})", now, before);
            if (now == State.RUNNING) {
                progress.finish();
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
                return prepareTopics(admin);
            } catch (KafkaException e) {
                if (!KafkaClients.isAway(e)) {
                    throw KafkaProblem.explained(e, settings.kafka());
                }
                if (System.nanoTime() - nextReminder >= 0) {
                    LOG.warn(waitingText(e));
                    nextReminder = System.nanoTime() + TimeUnit.SECONDS.toNanos(REMIND_SECONDS);
                }
            }
            if (closed.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                throw new InterruptedException("closed while waiting for Kafka");
            }
        }
    }

    private KafkaTopics.Ready prepareTopics(Admin admin) throws UnusableTopicException, InterruptedException {
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

    private String waitingText(KafkaException failure) {
        return failure instanceof TransactionCheck.AwayException
                ? String.valueOf(failure.getMessage())
                : "Kafka cannot be reached at " + settings.kafka().brokers() + " ("
                        + failure.getClass().getSimpleName()
                        + "); armwatch waits for it and polls nothing until then. Check armwatch.kafka.brokers";
    }

    /**
     * Replaces Kafka's clients. Their timers follow the wall clock and never go back: after it was set back, they would neither commit
     * nor send heartbeats until it reaches the old time again.
     */
    public void renewClients() {
        clients.interrupt();
    }

    /** Logs the failure of a thread of Streams, which a new one replaces. Streams throws the failure once more, and Java would print it. */
    private StreamThreadExceptionResponse handleThreadFailure(Throwable failure) {
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, again) -> LOG.debug("{} ended", thread.getName(), again));
        if (isCausedBy(failure, WakeupException.class)) {
            LOG.info("Change detection restarts with new Kafka clients, because the wall clock was set back");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.warn("Change detection restarts after {}: {}", failure.getClass().getSimpleName(), failure.getMessage());
        metrics.countRestart();
        if (isCausedBy(failure, RecordTooLargeException.class)) {
            lowerLimit();
        }
        if (isCausedBy(failure, MissingSourceTopicException.class)) {
            restoreTopics();
        }
        if (isCausedBy(failure, AuthorizationException.class)) {
            LOG.warn("Kafka denies armwatch a right that it needs: the message above names it; docs/operations.md "
                    + "lists all of them");
            await(RETRY_SECONDS);
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Creates the topics that were deleted. A topic can also be missing for a moment while a broker starts. */
    private void restoreTopics() {
        await(RETRY_SECONDS);
        try (Admin admin = KafkaClients.admin(settings.kafka())) {
            var unused = new KafkaTopics(admin, settings.kafka()).ensure();
        } catch (UnusableTopicException | KafkaException e) {
            LOG.warn("armwatch's topics cannot be checked: {}", e.getMessage());
        }
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

    /** Lowers the limit after Kafka refused a record that was within it. Otherwise the same observation would fail forever. */
    private void lowerLimit() {
        int before = largestRecord;
        int limit = before;
        try (Admin admin = KafkaClients.admin(settings.kafka())) {
            limit = RecordLimit.of(admin, settings.kafka());
        } catch (RuntimeException e) {
            LOG.debug("The limits cannot be read", e);
        }
        largestRecord = limit < before ? limit : before / 2;
        LOG.warn(
                "Kafka refuses records of a size that it accepted before: from now on armwatch writes at most "
                        + "{} bytes a record. Raise max.message.bytes of armwatch's topics and restart armwatch",
                largestRecord);
    }

    /**
     * Waits until every observation that was sent so far is processed and committed.
     *
     * @throws InterruptedException if it was closed while it waited, or the backlog did not end within a minute
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
     * @param values whether to read their values too
     * @throws KafkaException if Kafka is unavailable or denies it
     */
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return PublicStateReader.read(settings.kafka(), wanted, values);
    }

    /** The check for other installations on the same Kafka. */
    public Installation installation() {
        return installation;
    }

    /** When the known states of this process changed. */
    public LocalStateVersions stateVersions() {
        return versions;
    }

    /** The known states of this process; empty until Kafka was reached. */
    public Optional<KnownStates> known() {
        return known;
    }

    /** Kafka's size limit for one record, in bytes; known once Kafka was reached. */
    public int largestRecord() {
        return largestRecord;
    }

    /** How many observations Kafka has that change detection has not read yet, as far as its consumer knows. */
    public double lag() {
        return streams.map(running -> StreamsLag.of(running, settings.kafka())).orElse(0.0);
    }

    /** The progress of restoring the known states. */
    public RestoreProgress restoring() {
        return progress;
    }

    /** Whether it processes observations now, rather than waiting for Kafka or restoring known states. */
    public boolean isRunning() {
        return streams.map(KafkaStreams::state).orElse(State.CREATED) == State.RUNNING;
    }

    /** Leaves the group at once, so that another process takes over without waiting for a session to time out. */
    @Override
    public void close() {
        closed.countDown();
        installation.close();
        callbacks.shutdownNow();
        streams.ifPresent(running -> {
            if (!running.close(new CloseOptions().timeout(CLOSE_TIMEOUT).leaveGroup(true))) {
                LOG.warn(
                        "Change detection did not end within {} s; what was not committed will be processed again",
                        CLOSE_TIMEOUT.toSeconds());
            }
        });
    }
}
