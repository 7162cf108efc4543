package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.ScanScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of an observation that did not reach Kafka: once, until one does again. */
public final class DeliveryReport {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryReport.class);

    private final MeterRegistry meters;
    private final ScanScheduler scheduler;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Runnable doubt = () -> {};
    private final AtomicReference<String> lastUnexpected = new AtomicReference<>("");

    DeliveryReport(MeterRegistry meters, ScanScheduler scheduler) {
        this.meters = meters;
        this.scheduler = scheduler;
    }

    /** Kafka is known to be away: a send would only hold up a thread. */
    private static final class KafkaAwayException extends IllegalStateException {
        KafkaAwayException() {
            super("Kafka is away, and polling pauses");
        }
    }

    /** Says who is to be told that a send has failed. */
    public void doubtBy(Runnable watch) {
        this.doubt = watch;
    }

    /** Fails at once where Kafka is known to be away. */
    public void requireKafka() {
        if (scheduler.isPaused()) {
            throw new KafkaAwayException();
        }
    }

    /** An observation was not sent. Nothing is lost: the next poll finds the same difference. */
    public void failed(Exchange exchange) {
        Throwable cause = withoutWrapper(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        meters.counter("armwatch.observations.unsent")
                .increment(exchange.getMessage().getBody() instanceof Collection<?> all ? all.size() : 1);
        if (PollExchange.hasPoll(exchange)) {
            Poll poll = PollExchange.poll(exchange);
            poll.scan().markIncomplete();
            if (cause instanceof KafkaAwayException || cause instanceof RetriableException) {
                scheduler.owe(poll.run());
            }
        }
        if (cause instanceof KafkaAwayException) {
            return;
        }
        doubt.run();
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

    /** An observation was sent. */
    public void succeeded() {
        if (failing.compareAndSet(true, false)) {
            LOG.info("Kafka accepts observations again");
        }
    }

    /** Something failed that should not: a defect of armwatch, or a route that was changed. Told once, until another does. */
    public void unexpected(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        meters.counter("armwatch.polls", "outcome", "unexpected").increment();
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
