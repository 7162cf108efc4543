package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.Poll;
import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.ResponseHandler;
import java.util.List;
import java.util.Optional;
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
                PollExchange.queue(exchange));
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
        ArmResponse response = exchange.getMessage().getBody(ArmResponse.class);
        List<Observation> observations = handler.handleResponse(poll, response, PollExchange.queue(exchange));
        if (!observations.isEmpty() || response.status() != 200) {
            poll.addToTrace(Optional.of(response.status()), error(observations, response.status()));
        }
        return observations;
    }

    /**
     * Handles a request without a response.
     *
     * @return the observations to send
     */
    public List<Observation> unanswered(Exchange exchange) {
        Poll poll = PollExchange.poll(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        List<Observation> observations = handler.handleFailure(poll, cause, PollExchange.queue(exchange));
        poll.addToTrace(Optional.empty(), Optional.of(cause.getClass().getSimpleName()));
        return observations;
    }

    /** The kind of failure, as OpenTelemetry's {@code error.type}: never a text of ARM. */
    private static Optional<String> error(List<Observation> observations, int status) {
        return observations.stream()
                .filter(Observation.Failed.class::isInstance)
                .map(failed -> ((Observation.Failed) failed).failure().reason().text())
                .findFirst()
                .or(() -> status >= 400 ? Optional.of(Integer.toString(status)) : Optional.empty());
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
