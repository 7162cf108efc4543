package io.armwatch.route;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.change.Reason;
import io.armwatch.route.Poll.Stage;
import io.armwatch.source.InvalidAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    void invalid(Poll poll, InvalidAnswerException e, List<Observation> told) {
        fail(poll, Reason.INVALID_RESPONSE, Optional.of(200), because(e.problem()), Optional.empty(), told);
    }

    /** There is no answer. */
    void unanswered(Poll poll, Exception cause, Work work, List<Observation> told) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        ended(poll, work, Failures.of(cause), Optional.empty(), because(message), Optional.empty(), told);
    }

    private static ArmError because(String message) {
        return new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(message)));
    }

    /** ARM has answered with another status than 200. */
    void refused(Poll poll, Answer answer, Work work, List<Observation> told) {
        ArmError error = answer.error();
        Reason reason = Failures.of(answer.status(), error);
        Optional<Duration> retryAfter = answer.retryAfter(clock.instant());
        retryAfter.ifPresent(wait -> gate.close(poll.request().path(), wait));
        if (reason == Reason.MISSING && poll.request().isFurtherPage()) {
            reason = Reason.INVALID_RESPONSE; // the link to the page is too old: that says nothing of the list
        }
        if (reason == Reason.MISSING) {
            absent(poll, error, retryAfter, told);
        } else if (answer.isTokenRenewed() && !poll.ask().renewed()) {
            poll.comesTo(Stage.AGAIN);
            work.againWithAnotherToken(poll.ask());
        } else {
            ended(poll, work, reason, Optional.of(answer.status()), error, retryAfter, told);
        }
    }

    private void absent(Poll poll, ArmError error, Optional<Duration> retryAfter, List<Observation> told) {
        secrets.failed(poll.target().id());
        looks.absent(poll, error, retryAfter, told);
        if (!poll.isBeside() && poll.request().page().isEmpty()) {
            secrets.beside(poll.request().source()).ifPresent(beside -> looks.absentToo(poll, beside, told));
        }
    }

    private static void again(Poll poll, Work work, Duration wait) {
        poll.comesTo(Stage.AGAIN);
        work.again(poll.ask(), wait.toNanos());
    }

    /** Tries again, or takes note of the failure. */
    private void ended(
            Poll poll,
            Work work,
            Reason reason,
            Optional<Integer> status,
            ArmError error,
            Optional<Duration> retryAfter,
            List<Observation> told) {
        int attempt = poll.ask().attempt();
        if (reason == Reason.THROTTLED) {
            Duration wait = retryAfter.orElseGet(() -> retries.backoff(attempt));
            budget.block(poll.request().subscription(), poll.request().kind(), wait.toNanos());
        }
        // An answer that breaks off is a failure of the connection.
        Reason cause = status.isEmpty() && reason == Reason.INVALID_RESPONSE ? Reason.UNREACHABLE : reason;
        Optional<Duration> wait = retries.again(attempt, cause, retryAfter);
        if (wait.isPresent()) {
            again(poll, work, wait.get());
        } else {
            fail(poll, reason, status, error, retryAfter, told);
        }
    }

    private void fail(
            Poll poll,
            Reason reason,
            Optional<Integer> status,
            ArmError error,
            Optional<Duration> retryAfter,
            List<Observation> told) {
        if (poll.isBeside()) {
            secrets.failed(poll.target().id());
        }
        if (reason == Reason.UNAUTHENTICATED && credentials.refused(poll, status, error)) {
            looks.unseen(poll, reason);
            return;
        }
        looks.failed(poll, poll.target(), poll.known(), reason, status, error, retryAfter)
                .ifPresent(told::add);
    }
}
