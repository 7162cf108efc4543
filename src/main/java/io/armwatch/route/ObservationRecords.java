package io.armwatch.route;

import io.armwatch.change.Observation;
import java.util.List;
import org.apache.camel.Exchange;

/** The observations in the body of an exchange, as the routes ask about them. */
public final class ObservationRecords {
    /** The observations in the body of an exchange. */
    @SuppressWarnings("unchecked")
    static List<Observation> observations(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    /** Whether there are observations to send. */
    public boolean hasAny(Exchange exchange) {
        return !observations(exchange).isEmpty();
    }

    /** The key of an observation's record: its resource. */
    public String key(Exchange exchange) {
        return exchange.getMessage().getBody(Observation.class).target().key();
    }
}
