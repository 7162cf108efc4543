package io.armwatch.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of an observation that did not reach Kafka: once, until one does again. */
public final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private final MeterRegistry meters;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicReference<String> lastUnexpected = new AtomicReference<>("");

    public Sending(MeterRegistry meters) {
        this.meters = meters;
    }

    /** An observation was not sent. Nothing is lost: the next poll finds the same difference. */
    public void failed(Exchange exchange) {
        Throwable cause = withoutWrapper(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        meters.counter("armwatch.observations.unsent")
                .increment(exchange.getMessage().getBody() instanceof Collection<?> all ? all.size() : 1);
        Poll poll = exchange.getProperty(Eyes.POLL, Poll.class);
        if (poll != null) {
            poll.walk().lacks();
        }
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Kafka does not take observations ({}: {}); what was seen will be sent when it is seen again",
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
            LOG.info("Kafka takes observations again");
        }
    }

    /** Something failed that should not: a defect of armwatch, or a route that was changed. Told once, until another does. */
    public void unexpected(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Poll poll = exchange.getProperty(Eyes.POLL, Poll.class);
        meters.counter("armwatch.polls", "outcome", "unexpected").increment();
        if (!cause.getClass()
                .getName()
                .equals(lastUnexpected.getAndSet(cause.getClass().getName()))) {
            String where = poll == null
                    ? ""
                    : " at the poll of " + poll.request().target().id();
            LOG.error("Unexpected failure{}", where, cause);
        }
    }
}
