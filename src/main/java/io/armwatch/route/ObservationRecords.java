package io.armwatch.route;

import io.armwatch.change.Observation;
import java.util.List;
import org.apache.camel.Exchange;

/** What the route asks about the observations that an exchange holds. */
public final class ObservationRecords {
    /** The observations that an exchange holds, as its message. */
    @SuppressWarnings("unchecked")
    static List<Observation> observations(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    /** Whether there is something to send. */
    public boolean hasAny(Exchange exchange) {
        return !observations(exchange).isEmpty();
    }

    /** The key of an observation's record: its resource. */
    public String key(Exchange exchange) {
        return exchange.getMessage().getBody(Observation.class).target().key();
    }
}
