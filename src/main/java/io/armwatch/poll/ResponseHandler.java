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
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles the response to a poll, or its failure: makes observations, adds further requests, or queues the poll again. */
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
    private final MissingRights rights;
    private final SubscriptionStates subscriptions;
    private final ApiVersions versions;
    private final ArmAnswers answers;

    public ResponseHandler(
            KnownStateCache cache,
            ObservationFactory factory,
            PageHandler pageHandler,
            FollowUpRequests followUps,
            ScanScheduler scheduler,
            SecretsGate secrets,
            Budget budget,
            FailureHandler failureHandler,
            CredentialOutages credentials,
            MissingRights rights,
            SubscriptionStates subscriptions,
            ApiVersions versions,
            ArmAnswers answers) {
        this.cache = cache;
        this.factory = factory;
        this.pageHandler = pageHandler;
        this.followUps = followUps;
        this.scheduler = scheduler;
        this.secrets = secrets;
        this.budget = budget;
        this.failureHandler = failureHandler;
        this.credentials = credentials;
        this.rights = rights;
        this.subscriptions = subscriptions;
        this.versions = versions;
        this.answers = answers;
    }

    /**
     * Handles a response that confirms the known state: a 304, or the same bytes as before.
     *
     * @return false if the response is something else, and is to be handled by {@link #handleResponse}
     */
    public boolean confirmUnchanged(Poll poll, ArmResponse response, RequestQueue queue) {
        noteResponse(poll, response);
        if (response.status() == 304 && poll.etag().isPresent()) {
            cache.markUnchanged(poll.known(), poll.sentAt());
            handleUnchanged(poll, poll.etag(), queue);
            return true;
        }
        if (response.status() != 200
                || poll.request().page().isPresent()
                || !poll.known().hasDigest(response.digest())) {
            return false;
        }
        cache.markUnchanged(poll.known(), response.digest(), response.etag(), poll.sentAt());
        handleUnchanged(poll, response.etag(), queue);
        return true;
    }

    private void handleUnchanged(Poll poll, Optional<String> etag, RequestQueue queue) {
        answers.markAnswered();
        factory.countUnchanged(poll, poll.target());
        if (poll.isOfSecrets()) {
            secrets.markRead(poll.target().id(), Optional.empty());
        }
        requestSecrets(poll, etag, queue);
    }

    private void noteResponse(Poll poll, ArmResponse response) {
        poll.noteResponse(response);
        credentials.markAnswered(poll, response);
        rights.markAnswered(poll, response);
        if (poll.sharedPage().isPresent()) { // that response was counted when it came
            return;
        }
        response.updateBudget(budget, poll.request());
        if (response.status() == 200) {
            subscriptions.markAnswered(poll);
            versions.markAccepted(poll.request().source());
        }
    }

    /**
     * Handles a response that does not simply confirm the known state.
     *
     * @return the observations to send
     */
    public List<Observation> handleResponse(Poll poll, ArmResponse response, RequestQueue queue) {
        if (poll.request().page().isPresent() && response.isUnavailableInTier()) {
            return pageHandler.readNone(poll).stream().toList();
        }
        if (response.status() != 200) {
            return failureHandler.handleStatus(poll, response, queue);
        }
        try {
            List<Observation> observations = poll.request().page().isPresent()
                    ? handlePage(poll, response, queue)
                    : handleEntity(poll, response, queue);
            if (poll.sharedPage().isEmpty()) {
                answers.markAnswered();
            }
            return observations;
        } catch (InvalidAnswerException e) {
            return failureHandler.handleInvalid(poll, e).stream().toList();
        }
    }

    private List<Observation> handlePage(Poll poll, ArmResponse response, RequestQueue queue)
            throws InvalidAnswerException {
        List<Observation> observations = pageHandler.read(poll, response.body(), queue);
        scheduler.scheduleWorkers(queue);
        return observations;
    }

    private List<Observation> handleEntity(Poll poll, ArmResponse response, RequestQueue queue)
            throws InvalidAnswerException {
        return handleEntity(poll, parse(response.body()), response, queue).stream()
                .toList();
    }

    private Optional<Observation> handleEntity(Poll poll, JsonNode json, ArmResponse response, RequestQueue queue)
            throws InvalidAnswerException {
        JsonNode state = factory.decode(poll.request().source(), poll.target().id(), json);
        Optional<Observation> observations =
                factory.seen(poll, poll.target(), poll.known(), state, response.digest(), response.etag());
        if (observations.isPresent()) {
            scheduler.resting().wake(poll.target());
        }
        poll.scan().markSeen(poll.target().id().key());
        if (poll.isOfSecrets()) {
            secrets.markRead(poll.target().id(), observations.isEmpty() ? Optional.empty() : Optional.of(state));
        }
        requestSecrets(poll, response.etag(), queue);
        return observations;
    }

    private static JsonNode parse(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }

    /** Requests the secrets of a resource, if they are watched and due. */
    private void requestSecrets(Poll poll, Optional<String> etag, RequestQueue queue) {
        if (!poll.isOfSecrets()) {
            secrets.secretsSource(poll.request().source())
                    .map(beside -> ArmRequest.entity(beside, poll.target().id(), poll.scan(), false)
                            .with(poll.request().listed()))
                    .filter(request -> secrets.shouldRead(request.target().id(), etag, () -> stateOf(request.target())))
                    .ifPresent(request -> followUps.add(request, queue));
        }
    }

    private Optional<JsonNode> stateOf(Target target) {
        return cache.recall(target).flatMap(KnownSnapshot::state).flatMap(KnownState::state);
    }

    /**
     * Handles a request without a response.
     *
     * @return the observations to send
     */
    public List<Observation> handleFailure(Poll poll, Exception cause, RequestQueue queue) {
        if (queue.isClosed()) { // armwatch stops, and has aborted all requests
            return List.of();
        }
        LOG.debug("Poll of {} failed", poll.target().id(), cause);
        return failureHandler.handleUnanswered(poll, cause, queue).stream().toList();
    }
}
