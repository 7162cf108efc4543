package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.Poll;
import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.ResponseHandler;
import java.util.List;
import org.apache.camel.Exchange;

/** The bean {@code responses}: handles the response of ARM, or the failure, that an exchange carries. */
public final class PollResponses {
    private final ResponseHandler handler;

    PollResponses(ResponseHandler handler) {
        this.handler = handler;
    }

    /** Handles a response that confirms the known state; false if it does not. */
    boolean confirmUnchanged(Exchange exchange) {
        return handler.confirmUnchanged(
                PollExchange.poll(exchange),
                exchange.getMessage().getBody(ArmResponse.class),
                PollExchange.work(exchange));
    }

    /**
     * Handles a response that does not simply confirm the known state.
     *
     * @return the observations to send
     */
    public List<Observation> answered(Exchange exchange) {
        Poll poll = PollExchange.poll(exchange);
        if (poll.stage() != Stage.OPEN) { // the poll has failed, and the body holds the observations of that
            return ObservationRecords.observations(exchange);
        }
        return handler.handleResponse(
                poll, exchange.getMessage().getBody(ArmResponse.class), PollExchange.work(exchange));
    }

    /**
     * Handles a request without a response.
     *
     * @return the observations to send
     */
    public List<Observation> unanswered(Exchange exchange) {
        return handler.handleFailure(
                PollExchange.poll(exchange),
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class),
                PollExchange.work(exchange));
    }

    /**
     * Counts a poll that failed unexpectedly.
     *
     * @return nothing to send
     */
    public List<Observation> abandoned(Exchange exchange) {
        PollExchange.poll(exchange).scan().countFailed();
        return List.of();
    }
}
