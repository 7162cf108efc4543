package io.armwatch.route;

import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.change.Reason;
import io.armwatch.route.Poll.Stage;
import io.armwatch.source.InvalidAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Calls that came to no usable answer: tried again where that is of use, else observed as a failure, or as there being nothing. */
final class Refusals {
    private final Looks looks;
    private final SecretsGate secrets;
    private final RetryAfterGate gate;
    private final Retries retries;
    private final Budget budget;
    private final Credentials credentials;
    private final Clock clock;

    Refusals(
            Looks looks,
            SecretsGate secrets,
            RetryAfterGate gate,
            Retries retries,
            Budget budget,
            Credentials credentials,
            Clock clock) {
        this.looks = looks;
        this.secrets = secrets;
        this.gate = gate;
        this.retries = retries;
        this.budget = budget;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The answer is not what the reference describes. */
    Optional<Observation> invalid(Poll poll, InvalidAnswerException e) {
        return fail(poll, PollFailure.invalid(e.problem()));
    }

    /** There is no answer. */
    Optional<Observation> unanswered(Poll poll, Exception cause, Work work) {
        return retryOrFail(poll, work, PollFailure.of(cause));
    }

    /** ARM has answered with another status than 200. */
    List<Observation> refused(Poll poll, Answer answer, Work work) {
        PollFailure failure = PollFailure.of(answer, clock.instant());
        failure.retryAfter().ifPresent(wait -> gate.close(poll.request().path(), wait));
        if (failure.reason() == Reason.MISSING && poll.request().isFurtherPage()) {
            // The link to the page is too old: that says nothing of the list.
            failure = failure.withReason(Reason.INVALID_RESPONSE);
        }
        if (failure.reason() == Reason.MISSING) {
            return absent(poll, failure);
        }
        if (answer.isTokenRenewed() && !poll.ask().renewed()) {
            poll.comesTo(Stage.AGAIN);
            work.againWithAnotherToken(poll.ask());
            return List.of();
        }
        return retryOrFail(poll, work, failure).stream().toList();
    }

    private List<Observation> absent(Poll poll, PollFailure failure) {
        secrets.failed(poll.target().id());
        Optional<Observation> absent = looks.absent(poll, failure);
        Optional<Observation> too = poll.isBeside() || poll.request().page().isPresent()
                ? Optional.empty()
                : secrets.beside(poll.request().source()).flatMap(beside -> looks.absentToo(poll, beside, absent));
        return Stream.concat(absent.stream(), too.stream()).toList();
    }

    /** Tries again, or takes note of the failure. */
    private Optional<Observation> retryOrFail(Poll poll, Work work, PollFailure failure) {
        int attempt = poll.ask().attempt();
        if (failure.reason() == Reason.THROTTLED) {
            Duration wait = failure.retryAfter().orElseGet(() -> retries.backoff(attempt));
            budget.block(poll.request().subscription(), poll.request().kind(), wait.toNanos());
        }
        // An answer that breaks off is a failure of the connection.
        Reason cause = failure.status().isEmpty() && failure.reason() == Reason.INVALID_RESPONSE
                ? Reason.UNREACHABLE
                : failure.reason();
        Optional<Duration> wait = retries.again(attempt, cause, failure.retryAfter());
        if (wait.isEmpty()) {
            return fail(poll, failure);
        }
        poll.comesTo(Stage.AGAIN);
        work.again(poll.ask(), wait.get().toNanos());
        return Optional.empty();
    }

    private Optional<Observation> fail(Poll poll, PollFailure failure) {
        if (poll.isBeside()) {
            secrets.failed(poll.target().id());
        }
        if (failure.reason() == Reason.UNAUTHENTICATED
                && credentials.refused(poll, failure.status(), failure.error())) {
            looks.unseen(poll, failure.reason());
            return Optional.empty();
        }
        return looks.failed(poll, poll.target(), poll.known(), failure);
    }
}
