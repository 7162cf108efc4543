package io.armwatch.route;

import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Converts observations to the records that camel-kafka sends. */
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

    /** One record for each observation, keyed by its resource. */
    public List<Message> records(Exchange exchange) {
        return observations(exchange).stream()
                .map(observation -> record(exchange, observation))
                .toList();
    }

    private static Message record(Exchange exchange, Observation observation) {
        Message message = new DefaultMessage(exchange);
        message.setHeader(KafkaConstants.KEY, observation.target().key());
        message.setBody(Json.write(observation));
        return message;
    }
}
