package io.armwatch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.Budget;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an answer of ARM says, or that there is none: observations, further calls, or that it is to be asked again. */
final class ResponseHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseHandler.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Memory memory;
    private final Looks looks;
    private final Pages pages;
    private final FollowUpRequests followUps;
    private final Scans scans;
    private final SecretsGate secrets;
    private final Budget budget;
    private final Refusals refusals;
    private final Credentials credentials;

    ResponseHandler(
            Memory memory,
            Looks looks,
            Pages pages,
            FollowUpRequests followUps,
            Scans scans,
            SecretsGate secrets,
            Budget budget,
            Refusals refusals,
            Credentials credentials) {
        this.memory = memory;
        this.looks = looks;
        this.pages = pages;
        this.followUps = followUps;
        this.scans = scans;
        this.secrets = secrets;
        this.budget = budget;
        this.refusals = refusals;
        this.credentials = credentials;
    }

    /** Whether an answer shows what is known already, so that there is nothing to tell: its bytes say so, or ARM does. */
    boolean showsWhatIsKnown(Poll poll, Answer answer, Work work) {
        note(poll, answer);
        if (answer.status() == 304 && poll.etag().isPresent()) {
            memory.seenAgain(poll.known(), poll.askedAt());
            unchanged(poll, poll.etag(), work);
            return true;
        }
        if (answer.status() != 200
                || poll.request().page().isPresent()
                || !poll.known().isOf(answer.digest())) {
            return false;
        }
        memory.seenAgain(poll.known(), answer.digest(), answer.etag(), poll.askedAt());
        unchanged(poll, answer.etag(), work);
        return true;
    }

    private void unchanged(Poll poll, Optional<String> etag, Work work) {
        looks.unchanged(poll, poll.target());
        if (poll.isBeside()) {
            secrets.saw(poll.target().id(), Optional.empty());
        }
        lookBeside(poll, etag, work);
    }

    private void note(Poll poll, Answer answer) {
        poll.answered(answer);
        credentials.answered(poll, answer);
        answer.spends(budget, poll.request());
    }

    /**
     * Reads an answer that shows something else than what is known.
     *
     * @return the observations to send
     */
    List<Observation> answered(Poll poll, Answer answer, Work work) {
        if (answer.status() != 200) {
            return refusals.refused(poll, answer, work);
        }
        try {
            return poll.request().page().isPresent() ? page(poll, answer, work) : entity(poll, answer, work);
        } catch (InvalidAnswerException e) {
            return refusals.invalid(poll, e).stream().toList();
        }
    }

    private List<Observation> page(Poll poll, Answer answer, Work work) throws InvalidAnswerException {
        List<Observation> observations = pages.read(poll, answer.body(), work);
        scans.pause(work);
        return observations;
    }

    private List<Observation> entity(Poll poll, Answer answer, Work work) throws InvalidAnswerException {
        return entity(poll, parse(answer.body()), answer, work).stream().toList();
    }

    private Optional<Observation> entity(Poll poll, JsonNode json, Answer answer, Work work)
            throws InvalidAnswerException {
        JsonNode state = looks.decoded(poll.request().source(), poll.target().id(), json);
        Optional<Observation> told =
                looks.seen(poll, poll.target(), poll.known(), state, answer.digest(), answer.etag());
        poll.walk().meets(poll.target().id().key());
        if (poll.isBeside()) {
            secrets.saw(poll.target().id(), told.isEmpty() ? Optional.empty() : Optional.of(state));
        }
        lookBeside(poll, answer.etag(), work);
        return told;
    }

    private static JsonNode parse(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }

    /** Asks for the second view of a resource, where that is watched and worth it. */
    private void lookBeside(Poll poll, Optional<String> etag, Work work) {
        if (!poll.isBeside()) {
            secrets.beside(poll.request().source())
                    .map(beside -> ArmRequest.entity(beside, poll.target().id(), poll.walk(), false))
                    .filter(request -> secrets.opens(request.target().id(), etag, () -> stateOf(request.target())))
                    .ifPresent(request -> followUps.add(request, work));
        }
    }

    private Optional<JsonNode> stateOf(Target target) {
        return memory.recall(target).flatMap(KnownSnapshot::state).flatMap(KnownState::state);
    }

    /**
     * Takes note of a call that came to no answer.
     *
     * @return the observations to send
     */
    List<Observation> unanswered(Poll poll, Exception cause, Work work) {
        if (work.isClosed()) { // the call was abandoned with all others
            return List.of();
        }
        LOG.debug("Poll of {} failed", poll.target().id(), cause);
        return refusals.unanswered(poll, cause, work).stream().toList();
    }
}
