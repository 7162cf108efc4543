package io.armwatch.simulator.operation;

import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Types;
import io.armwatch.simulator.kind.Kinds;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.Preconditions;
import java.util.Map;

/** The entry point of the simulated ARM: checks token, rate limit and api-version, then runs the operation. */
public final class Arm {
    private final SimulatorState state;
    private final Operations operations;
    private final Tokens tokens;
    private final Throttle throttle;
    private final ApiVersions versions = new ApiVersions();
    private final TenantLists tenant;

    public Arm(SimulatorState state, Operations operations, Tokens tokens) {
        this.state = state;
        this.operations = operations;
        this.tokens = tokens;
        this.throttle = new Throttle(() -> state.options().clock().millis());
        this.tenant = new TenantLists(state, operations);
        register();
    }

    private void register() {
        Kinds kinds = state.kinds();
        kinds.find(Types.BATCH_ACCOUNT).ifPresent(kind -> new BatchAccounts(state).register(operations, kind));
        kinds.find(Types.CERTIFICATE).ifPresent(kind -> new Certificates(state).register(operations, kind));
        kinds.find(Types.MAPS_ACCOUNT).ifPresent(kind -> new MapsAccounts(state).register(operations, kind));
        ApimSubscriptions subscriptions = new ApimSubscriptions(state);
        kinds.find(Types.APIM_SUBSCRIPTION).ifPresent(kind -> subscriptions.register(operations, kind, "Subscription"));
        kinds.find(Types.WORKSPACE_SUBSCRIPTION)
                .ifPresent(kind -> subscriptions.register(operations, kind, "WorkspaceSubscription"));
        PlainOperations plain = new PlainOperations(state);
        kinds.all().forEach(kind -> plain.register(operations, kind));
    }

    /** Which api-versions of each kind are still accepted. */
    public ApiVersions versions() {
        return versions;
    }

    /** Answers an HTTP call, with authentication and rate limits. */
    public Answer answer(Call call) {
        try {
            tokens.refuseRevoked(call);
            if (state.options().auth()) {
                tokens.require(call);
            }
            Answer answer = budgeted(call);
            return call.method().equals("HEAD") ? answer.withoutBody(answer.status()) : answer;
        } catch (ArmErrorException error) {
            return error.answer();
        }
    }

    private Answer budgeted(Call call) {
        String subscription = RequestPath.subscriptionOf(call.path());
        if (subscription.isEmpty() || !state.estate().hasSubscription(subscription)) {
            return tenant.answer(call).orElseGet(() -> perform(call));
        }
        Throttle.Taken taken = throttle.take(subscription, call.isRead());
        String kind = call.isRead() ? "reads" : "writes";
        Answer answer =
                taken.retryAfter() > 0 && state.options().throttle() ? throttled(subscription, taken) : answerOf(call);
        return answer.with(
                Map.of("x-ms-ratelimit-remaining-subscription-" + kind, Integer.toString(taken.remaining())));
    }

    private Answer answerOf(Call call) {
        try {
            return perform(call);
        } catch (ArmErrorException error) {
            return error.answer();
        }
    }

    /** Runs an operation without authentication and rate limits. */
    public Answer perform(Call call) {
        String version = call.parameter("api-version")
                .orElseThrow(() -> new ArmErrorException(
                        400,
                        "MissingApiVersionParameter",
                        "The api-version query parameter (?api-version=) is required for all requests."));
        RequestPath path = RequestPath.parse(state.kinds(), call.path());
        versions.require(path.kind(), version);
        Operations.Operation operation = operations.find(path, call.method());
        operation.calls().increment();
        return conditional(call, operation.handler().answer(call, path));
    }

    private static Answer conditional(Call call, Answer answer) {
        boolean known = call.isRead()
                && answer.etag().isPresent()
                && call.header("If-None-Match")
                        .filter(wanted -> Preconditions.matches(wanted, answer.etag()))
                        .isPresent();
        return known ? answer.withoutBody(304) : answer;
    }

    private static Answer throttled(String subscription, Throttle.Taken taken) {
        return Answer.error(
                        429,
                        "SubscriptionRequestsThrottled",
                        "Number of requests for subscription '%s' exceeded the limit. Please try again after '%d' seconds."
                                .formatted(subscription, taken.retryAfter()))
                .with(Map.of("Retry-After", Integer.toString(taken.retryAfter())));
    }
}
