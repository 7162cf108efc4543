package io.armwatch.outlet;

import io.armwatch.azure.ArmError;
import io.armwatch.config.Secrets;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.outlet.delivery.Deliverer;
import io.armwatch.outlet.delivery.Lanes;
import io.armwatch.outlet.delivery.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of an outlet that reads its topics. It waits for no target, so it stays a member of its group however long a target is
 * away. Outlets share nothing but the processor: none delays another one, or polling.
 */
final class OutletReader {
    private static final Logger LOG = LoggerFactory.getLogger(OutletReader.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long STOP_MILLIS = 5_000;
    /** How long attempts that are being made may take when the outlet stops. */
    private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(1);

    private final Outlets outlets;
    private final OutletOptions options;
    private final OutletStatus status;
    private final Deliverer.Target target;
    private final DeadLetters deadLetters;
    private final AtomicReference<@Nullable OutletConsumer> current = new AtomicReference<>();
    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private volatile Pace pace = new Pace();
    private volatile Optional<Thread> thread = Optional.empty();
    private boolean failing;
    private boolean topicChecked;

    OutletReader(
            Outlets outlets,
            OutletOptions options,
            OutletStatus status,
            Deliverer.Target target,
            DeadLetters deadLetters) {
        this.outlets = outlets;
        this.options = options;
        this.status = status;
        this.target = target;
        this.deadLetters = deadLetters;
    }

    /** Starts the thread, which reads nothing before {@link Outlets#open}. */
    void start() {
        stopped = new CountDownLatch(1);
        pace = new Pace();
        Thread started = new Thread(this::run, "armwatch-outlet-" + options.name());
        started.setDaemon(true);
        started.start();
        thread = Optional.of(started);
    }

    /** Stops reading, lets the attempts that are being made end for a moment, and commits what is delivered. */
    void stop() {
        stopped.countDown();
        pace.stop();
        OutletConsumer consumer = current.get();
        if (consumer != null) {
            consumer.wakeUp();
        }
        try {
            if (thread.isPresent()) {
                thread.get().join(STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopped() && !outlets.awaitOpen(200)) {
                LOG.debug("Outlet {} waits for the topics", options.name());
            }
            while (!isStopped()) {
                readUntilFailure();
            }
        } catch (InterruptedException stopping) {
            LOG.debug("Outlet {} stops", options.name(), stopping);
        }
    }

    private void readUntilFailure() throws InterruptedException {
        try {
            checkTopic();
            read();
        } catch (WakeupException renewed) {
            LOG.debug("Outlet {} stops, or reads with another client", options.name(), renewed);
        } catch (KafkaException e) {
            report(e);
            pause();
        } catch (RuntimeException | Error e) {
            status.setKafkaProblem(
                    Optional.of("it cannot go on (" + e.getClass().getSimpleName() + "); see the log"));
            LOG.error("Outlet {} cannot go on; armwatch tries again in a second", options.name(), e);
            pause();
        }
    }

    private void pause() throws InterruptedException {
        var unused = stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Without the topic, what would go there is tried again for ever. */
    private void checkTopic() {
        if (topicChecked) {
            return;
        }
        try {
            deadLetters.createTopic();
        } catch (UnusableTopicException e) {
            LOG.warn(
                    "Outlet {} has no topic for dead letters, so an event that its target refuses holds up those behind it: {}",
                    options.name(),
                    e.getMessage());
        }
        topicChecked = true;
    }

    private void read() {
        Deliverer deliverer = new Deliverer(target, options.rules(), pace, status, outlets.clock());
        try (Lanes lanes = new Lanes(options.name(), options.concurrency(), deliverer, pace);
                OutletConsumer consumer = OutletConsumer.open(outlets.kafka(), options, lanes, status)) {
            current.set(consumer);
            while (!isStopped()) {
                consumer.readOnce();
                recovered();
            }
            lanes.awaitStopped(LAST_ATTEMPTS);
        } finally {
            current.set(null);
        }
    }

    private void report(KafkaException e) {
        String reason = ArmError.presentable(Secrets.mask(e.getClass().getSimpleName() + ": " + e.getMessage()));
        status.setKafkaProblem(Optional.of("its topics cannot be read (" + reason + ")"));
        if (!failing) {
            LOG.warn("Outlet {} cannot read its topics ({}); armwatch tries again each second", options.name(), reason);
        }
        failing = true;
    }

    private void recovered() {
        status.setKafkaProblem(Optional.empty());
        if (failing) {
            failing = false;
            LOG.info("Outlet {} reads its topics again", options.name());
        }
    }
}
