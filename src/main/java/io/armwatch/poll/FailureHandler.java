package io.armwatch.poll;

import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.change.Reason;
import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Handles failed polls: retries them if that can help, else observes a failure or an absence. */
public final class FailureHandler {
    private final ObservationFactory factory;
    private final SecretsGate secrets;
    private final RetryAfterGate gate;
    private final RetryPolicy retryPolicy;
    private final Budget budget;
    private final CredentialOutages credentials;
    private final MissingRights rights;
    private final SubscriptionStates subscriptions;
    private final ApiVersions versions;
    private final ArmAnswers answers;
    private final Clock clock;

    public FailureHandler(
            ObservationFactory factory,
            SecretsGate secrets,
            RetryAfterGate gate,
            RetryPolicy retryPolicy,
            Budget budget,
            CredentialOutages credentials,
            MissingRights rights,
            SubscriptionStates subscriptions,
            ApiVersions versions,
            ArmAnswers answers,
            Clock clock) {
        this.factory = factory;
        this.secrets = secrets;
        this.gate = gate;
        this.retryPolicy = retryPolicy;
        this.budget = budget;
        this.credentials = credentials;
        this.rights = rights;
        this.subscriptions = subscriptions;
        this.versions = versions;
        this.answers = answers;
        this.clock = clock;
    }

    /** Handles a response that does not have the form in Azure's reference. */
    Optional<Observation> handleInvalid(Poll poll, InvalidAnswerException e) {
        PollFailure failure = PollFailure.invalid(e.problem());
        answers.markFailed(failure);
        return fail(poll, failure);
    }

    /** Handles a request without a response. */
    Optional<Observation> handleUnanswered(Poll poll, Exception cause, RequestQueue queue) {
        PollFailure failure = PollFailure.of(cause);
        answers.markFailed(failure);
        return retryOrFail(poll, queue, failure);
    }

    /** Handles a response with another status than 200. */
    List<Observation> handleStatus(Poll poll, ArmResponse response, RequestQueue queue) {
        PollFailure failure = PollFailure.of(response, clock.instant());
        answers.markFailed(failure);
        failure.retryAfter().ifPresent(wait -> gate.close(poll.request().path(), wait));
        if (failure.reason() == Reason.MISSING && poll.request().isFurtherPage()) {
            // The link to the page has expired; the list itself may exist.
            failure = failure.withReason(Reason.INVALID_RESPONSE);
        }
        if (failure.reason() == Reason.MISSING) {
            return observeAbsence(poll, failure);
        }
        if (failure.reason() == Reason.API_VERSION && isVersionReplaced(poll)) {
            poll.moveTo(Stage.AGAIN);
            queue.retryWithAnotherVersion(poll.queued());
            return List.of();
        }
        if (response.isTokenRenewed() && !poll.queued().renewed()) {
            poll.moveTo(Stage.AGAIN);
            queue.retryWithNewToken(poll.queued());
            return List.of();
        }
        return retryOrFail(poll, queue, failure).stream().toList();
    }

    private boolean isVersionReplaced(Poll poll) {
        Source source = poll.request().source();
        return versions.replace(source, poll.apiVersion()) && poll.queued().refusedVersions() < versions.count(source);
    }

    private List<Observation> observeAbsence(Poll poll, PollFailure failure) {
        secrets.markFailed(poll.target().id());
        Optional<Observation> absent = factory.absent(poll, failure);
        Optional<Observation> secretsAbsent =
                poll.isOfSecrets() || poll.request().page().isPresent()
                        ? Optional.empty()
                        : secrets.secretsSource(poll.request().source())
                                .flatMap(beside -> factory.secretsAbsent(poll, beside, absent));
        return Stream.concat(absent.stream(), secretsAbsent.stream()).toList();
    }

    private Optional<Observation> retryOrFail(Poll poll, RequestQueue queue, PollFailure failure) {
        int attempt = poll.queued().attempt();
        if (failure.reason() == Reason.THROTTLED) {
            factory.countThrottled(poll);
            Duration wait = failure.retryAfter().orElseGet(() -> retryPolicy.backoff(attempt));
            budget.block(poll.request().subscription(), poll.request().kind(), wait.toNanos());
        }
        // A response that breaks off is a failure of the connection.
        Reason cause = failure.status().isEmpty() && failure.reason() == Reason.INVALID_RESPONSE
                ? Reason.UNREACHABLE
                : failure.reason();
        Optional<Duration> wait = retryPolicy.retryDelay(attempt, cause, failure.retryAfter());
        if (wait.isEmpty()) {
            return fail(poll, failure);
        }
        poll.moveTo(Stage.AGAIN);
        queue.retryLater(poll.queued(), wait.get().toNanos());
        return Optional.empty();
    }

    private Optional<Observation> fail(Poll poll, PollFailure failure) {
        if (poll.isOfSecrets()) {
            secrets.markFailed(poll.target().id());
        }
        if (failure.reason() == Reason.UNAUTHENTICATED
                && credentials.markRefused(poll, failure.status(), failure.error())) {
            factory.countUnseen(poll, failure.reason());
            return Optional.empty();
        }
        if (rights.markDenied(poll, failure) || subscriptions.explains(poll, failure)) {
            factory.countUnseen(poll, failure.reason());
            return Optional.empty();
        }
        return factory.failed(poll, poll.target(), poll.known(), failure);
    }
}
