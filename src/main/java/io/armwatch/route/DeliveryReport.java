package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.metric.PollMetrics;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports failed sends of observations: logged once, until a send succeeds again. */
public final class DeliveryReport {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryReport.class);

    private final PollMetrics metrics;
    private final ScanScheduler scheduler;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Runnable whenSendFails = () -> {};
    private final AtomicReference<String> lastUnexpected = new AtomicReference<>("");

    DeliveryReport(PollMetrics metrics, ScanScheduler scheduler) {
        this.metrics = metrics;
        this.scheduler = scheduler;
    }

    /** Thrown while Kafka is known to be unavailable, because a send would only block a thread. */
    private static final class KafkaAwayException extends IllegalStateException {
        KafkaAwayException() {
            super("Kafka is unavailable, and polling is paused");
        }
    }

    /** Sets what is called after a failed send. */
    public void onFailedSend(Runnable watch) {
        this.whenSendFails = watch;
    }

    /** Fails at once while Kafka is known to be unavailable. */
    public void requireKafka() {
        if (scheduler.isPaused()) {
            throw new KafkaAwayException();
        }
    }

    /** Handles a failed send. Nothing is lost: the next poll finds the same difference. */
    public void failed(Exchange exchange) {
        Throwable cause = withoutWrapper(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        endSend(exchange, Optional.of(cause.getClass().getSimpleName()));
        metrics.countUnsent(exchange.getMessage().getBody() instanceof Collection<?> all ? all.size() : 1);
        if (PollExchange.hasPoll(exchange)) {
            Poll poll = PollExchange.poll(exchange);
            poll.scan().markIncomplete();
            if (cause instanceof KafkaAwayException || cause instanceof RetriableException) {
                scheduler.markDue(poll.run());
            }
        }
        if (cause instanceof KafkaAwayException) {
            return;
        }
        whenSendFails.run();
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Kafka does not accept observations ({}: {}). Nothing is lost: the next poll finds the same "
                            + "change and sends it",
                    cause.getClass().getSimpleName(),
                    cause.getMessage());
        }
    }

    private static Throwable withoutWrapper(Exception failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Notes a successful send. */
    public void succeeded(Exchange exchange) {
        endSend(exchange, Optional.empty());
        if (failing.compareAndSet(true, false)) {
            LOG.info("Kafka accepts observations again");
        }
    }

    private static void endSend(Exchange exchange, Optional<String> failure) {
        ObservationRecords.trace(exchange).ifPresent(trace -> trace.endSend(failure));
    }

    /** Reports an unexpected failure: a defect of armwatch, or of an edited route. The same kind is logged once in a row. */
    public void unexpected(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (PollExchange.hasPoll(exchange)) {
            metrics.of(PollExchange.poll(exchange).run().source()).countUnexpected();
        } else {
            metrics.countUnexpected();
        }
        if (!cause.getClass()
                .getName()
                .equals(lastUnexpected.getAndSet(cause.getClass().getName()))) {
            String where = PollExchange.hasPoll(exchange)
                    ? " at the poll of " + PollExchange.poll(exchange).target().id()
                    : "";
            LOG.error("Unexpected failure{}", where, cause);
        }
    }
}
