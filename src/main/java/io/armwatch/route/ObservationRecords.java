package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.trace.PollTrace;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The observations in the body of an exchange, as the routes ask about them. */
public final class ObservationRecords {
    /** The only header of a record, and only where tracing is on: W3C Trace Context's. */
    private static final String TRACEPARENT = "traceparent";

    /** The observations in the body of an exchange. */
    @SuppressWarnings("unchecked")
    static List<Observation> observations(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    /** Whether there are observations to send. */
    public boolean hasAny(Exchange exchange) {
        return !observations(exchange).isEmpty();
    }

    /** Begins the sending in the trace of the poll, if there is one. camel-kafka adds the header of the exchange to each record. */
    public void carryTrace(Exchange exchange) {
        trace(exchange)
                .map(trace -> trace.beginSend(
                        exchange.getMessage().getBody(List.class).size()))
                .ifPresent(traceparent -> exchange.getMessage().setHeader(TRACEPARENT, traceparent));
    }

    /** The trace of the poll that led to the observations of an exchange. */
    static Optional<PollTrace> trace(Exchange exchange) {
        return PollExchange.hasPoll(exchange) ? PollExchange.poll(exchange).trace() : Optional.empty();
    }

    /** The key of an observation's record: its resource. */
    public String key(Exchange exchange) {
        return exchange.getMessage().getBody(Observation.class).target().key();
    }
}
