package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.Poll;
import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.ResponseHandler;
import java.util.List;
import org.apache.camel.Exchange;

/** The responses of ARM that exchanges hold, and what becomes of each. */
public final class PollResponses {
    private final ResponseHandler handler;

    PollResponses(ResponseHandler handler) {
        this.handler = handler;
    }

    /** Whether an answer shows what is known already, so that there is nothing to tell: its bytes say so, or ARM does. */
    boolean showsWhatIsKnown(Exchange exchange) {
        return handler.showsWhatIsKnown(
                PollExchange.poll(exchange),
                exchange.getMessage().getBody(ArmResponse.class),
                PollExchange.work(exchange));
    }

    /**
     * Reads an answer that shows something else than what is known.
     *
     * @return the observations to send
     */
    public List<Observation> answered(Exchange exchange) {
        Poll poll = PollExchange.poll(exchange);
        if (poll.stage() != Stage.OPEN) { // it has come to its end, and what follows from that is the body
            return ObservationRecords.observations(exchange);
        }
        return handler.answered(poll, exchange.getMessage().getBody(ArmResponse.class), PollExchange.work(exchange));
    }

    /**
     * Takes note of a call that came to no answer.
     *
     * @return the observations to send
     */
    public List<Observation> unanswered(Exchange exchange) {
        return handler.unanswered(
                PollExchange.poll(exchange),
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class),
                PollExchange.work(exchange));
    }

    /**
     * Ends a call that failed in a way that it should not.
     *
     * @return nothing to send
     */
    public List<Observation> abandoned(Exchange exchange) {
        PollExchange.poll(exchange).scan().failed();
        return List.of();
    }
}
