package io.armwatch.poll.tenant;

import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.change.Reason;
import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.PollFailure;
import io.armwatch.poll.list.PageLinks;
import io.armwatch.poll.queue.ArmHttpRequest;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;

/**
 * Reads lists of the tenant to their ends, with the rules of every poll: the same client and token, a budget, Retry-After and retries. The
 * calls spend a budget of their own, as ARM limits calls of the tenant and of an Azure subscription separately.
 */
public final class SubscriptionLists {
    /** Takes the place of the Azure subscription in the budget. */
    private static final String TENANT = "";

    private final URI endpoint;
    private final Budget budget;
    private final RetryAfterGate gate;
    private final RetryPolicy retryPolicy;
    private final Clock clock;

    public SubscriptionLists(URI endpoint, Budget budget, RetryAfterGate gate, RetryPolicy retryPolicy, Clock clock) {
        this.endpoint = endpoint;
        this.budget = budget;
        this.gate = gate;
        this.retryPolicy = retryPolicy;
        this.clock = clock;
    }

    /** A list that could not be read to its end. What was read of it counts for nothing. */
    public static final class UnreadableListException extends Exception {
        private final transient PollFailure failure;

        UnreadableListException(PollFailure failure) {
            super(failure.reason().text());
            this.failure = failure;
        }

        public PollFailure failure() {
            return failure;
        }
    }

    /** Whether ARM's Retry-After forbids to read a list now. */
    boolean mustWait(Tenant scope) {
        return gate.remaining(scope.path()).isPresent();
    }

    /** Reads the list of a scope to its end. Returns the lower-cased ids of the Azure subscriptions in it. */
    public Set<String> read(Tenant scope, CloseableHttpClient client)
            throws UnreadableListException, InterruptedException {
        Set<String> subscriptions = new TreeSet<>();
        PageLinks links = new PageLinks();
        Optional<URI> next = Optional.of(endpoint.resolve(scope.path() + "?" + scope.query()));
        try {
            while (next.isPresent()) {
                SubscriptionPage page = SubscriptionPage.of(get(client, next.get()));
                subscriptions.addAll(page.subscriptions());
                next = links.nextPage(page.nextLink(), endpoint);
            }
            return subscriptions;
        } catch (InvalidAnswerException e) {
            throw new UnreadableListException(PollFailure.invalid(e.problem()));
        }
    }

    /** The body of a page, after as many attempts as a poll has. */
    private byte[] get(CloseableHttpClient client, URI page) throws UnreadableListException, InterruptedException {
        boolean renewed = false;
        int attempt = 1;
        while (true) {
            awaitBudget();
            Outcome outcome = send(client, page);
            if (outcome.failure().isEmpty()) {
                return outcome.response().orElseThrow().body();
            }
            PollFailure failure = outcome.failure().get();
            failure.retryAfter().ifPresent(wait -> gate.close(page.getRawPath(), wait));
            if (!renewed && outcome.isTokenRenewed()) {
                renewed = true;
                continue;
            }
            Duration wait = retryDelay(attempt++, failure);
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        }
    }

    private Duration retryDelay(int attempt, PollFailure failure) throws UnreadableListException {
        if (failure.reason() == Reason.THROTTLED) {
            Duration block = failure.retryAfter().orElseGet(() -> retryPolicy.backoff(attempt));
            budget.block(TENANT, Kind.READS, block.toNanos());
        }
        return retryPolicy
                .retryDelay(attempt, failure.reason(), failure.retryAfter())
                .orElseThrow(() -> new UnreadableListException(failure));
    }

    /**
     * What became of one call.
     *
     * @param failure empty if the response holds a page
     */
    private record Outcome(Optional<ArmResponse> response, Optional<PollFailure> failure) {
        boolean isTokenRenewed() {
            return response.filter(ArmResponse::isTokenRenewed).isPresent();
        }
    }

    private Outcome send(CloseableHttpClient client, URI page) {
        String query = page.getRawQuery() == null ? "" : page.getRawQuery();
        var request = ArmHttpRequest.get(
                endpoint, page.getRawPath(), query, UUID.randomUUID().toString());
        try {
            return client.execute(HttpHost.create(endpoint), request, response -> outcome(ArmResponse.of(response)));
        } catch (IOException e) {
            return new Outcome(Optional.empty(), Optional.of(PollFailure.of(e)));
        }
    }

    private Outcome outcome(ArmResponse response) {
        Optional<Long> remaining = response.remainingInTenant(Kind.READS);
        if (remaining.isPresent()) {
            budget.setRemaining(TENANT, Kind.READS, remaining.get());
        } else if (response.status() != 429) {
            budget.markAnswered(TENANT, Kind.READS);
        }
        Optional<PollFailure> failure =
                response.status() == 200 ? Optional.empty() : Optional.of(PollFailure.of(response, clock.instant()));
        return new Outcome(Optional.of(response), failure);
    }

    private void awaitBudget() throws InterruptedException {
        for (long wait = budget.take(TENANT, Kind.READS); wait > 0; wait = budget.take(TENANT, Kind.READS)) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
