package io.armwatch.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.Budget;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an answer of ARM says, or that there is none: observations, further calls, or that it is to be asked again. */
public final class ResponseHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseHandler.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KnownStateCache cache;
    private final ObservationFactory factory;
    private final PageHandler pageHandler;
    private final FollowUpRequests followUps;
    private final ScanScheduler scheduler;
    private final SecretsGate secrets;
    private final Budget budget;
    private final FailureHandler failureHandler;
    private final CredentialOutages credentials;

    public ResponseHandler(
            KnownStateCache cache,
            ObservationFactory factory,
            PageHandler pageHandler,
            FollowUpRequests followUps,
            ScanScheduler scheduler,
            SecretsGate secrets,
            Budget budget,
            FailureHandler failureHandler,
            CredentialOutages credentials) {
        this.cache = cache;
        this.factory = factory;
        this.pageHandler = pageHandler;
        this.followUps = followUps;
        this.scheduler = scheduler;
        this.secrets = secrets;
        this.budget = budget;
        this.failureHandler = failureHandler;
        this.credentials = credentials;
    }

    /** Whether an answer shows what is known already, so that there is nothing to tell: its bytes say so, or ARM does. */
    public boolean showsWhatIsKnown(Poll poll, ArmResponse response, RequestQueue queue) {
        note(poll, response);
        if (response.status() == 304 && poll.etag().isPresent()) {
            cache.seenAgain(poll.known(), poll.askedAt());
            unchanged(poll, poll.etag(), queue);
            return true;
        }
        if (response.status() != 200
                || poll.request().page().isPresent()
                || !poll.known().isOf(response.digest())) {
            return false;
        }
        cache.seenAgain(poll.known(), response.digest(), response.etag(), poll.askedAt());
        unchanged(poll, response.etag(), queue);
        return true;
    }

    private void unchanged(Poll poll, Optional<String> etag, RequestQueue queue) {
        factory.unchanged(poll, poll.target());
        if (poll.isBeside()) {
            secrets.saw(poll.target().id(), Optional.empty());
        }
        lookBeside(poll, etag, queue);
    }

    private void note(Poll poll, ArmResponse response) {
        poll.answered(response);
        credentials.answered(poll, response);
        response.spends(budget, poll.request());
    }

    /**
     * Reads an answer that shows something else than what is known.
     *
     * @return the observations to send
     */
    public List<Observation> answered(Poll poll, ArmResponse response, RequestQueue queue) {
        if (response.status() != 200) {
            return failureHandler.refused(poll, response, queue);
        }
        try {
            return poll.request().page().isPresent() ? page(poll, response, queue) : entity(poll, response, queue);
        } catch (InvalidAnswerException e) {
            return failureHandler.invalid(poll, e).stream().toList();
        }
    }

    private List<Observation> page(Poll poll, ArmResponse response, RequestQueue queue) throws InvalidAnswerException {
        List<Observation> observations = pageHandler.read(poll, response.body(), queue);
        scheduler.pause(queue);
        return observations;
    }

    private List<Observation> entity(Poll poll, ArmResponse response, RequestQueue queue)
            throws InvalidAnswerException {
        return entity(poll, parse(response.body()), response, queue).stream().toList();
    }

    private Optional<Observation> entity(Poll poll, JsonNode json, ArmResponse response, RequestQueue queue)
            throws InvalidAnswerException {
        JsonNode state = factory.decoded(poll.request().source(), poll.target().id(), json);
        Optional<Observation> observations =
                factory.seen(poll, poll.target(), poll.known(), state, response.digest(), response.etag());
        poll.scan().markSeen(poll.target().id().key());
        if (poll.isBeside()) {
            secrets.saw(poll.target().id(), observations.isEmpty() ? Optional.empty() : Optional.of(state));
        }
        lookBeside(poll, response.etag(), queue);
        return observations;
    }

    private static JsonNode parse(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }

    /** Asks for the second view of a resource, where that is watched and worth it. */
    private void lookBeside(Poll poll, Optional<String> etag, RequestQueue queue) {
        if (!poll.isBeside()) {
            secrets.beside(poll.request().source())
                    .map(beside -> ArmRequest.entity(beside, poll.target().id(), poll.scan(), false))
                    .filter(request -> secrets.shouldRead(request.target().id(), etag, () -> stateOf(request.target())))
                    .ifPresent(request -> followUps.add(request, queue));
        }
    }

    private Optional<JsonNode> stateOf(Target target) {
        return cache.recall(target).flatMap(KnownSnapshot::state).flatMap(KnownState::state);
    }

    /**
     * Takes note of a call that came to no answer.
     *
     * @return the observations to send
     */
    public List<Observation> unanswered(Poll poll, Exception cause, RequestQueue queue) {
        if (queue.isClosed()) { // the call was abandoned with all others
            return List.of();
        }
        LOG.debug("Poll of {} failed", poll.target().id(), cause);
        return failureHandler.unanswered(poll, cause, queue).stream().toList();
    }
}
