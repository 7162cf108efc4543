package io.armwatch.simulator;

import java.util.Map;

/** ARM's front door: who asks, how often, with which api-version, for what. */
final class Arm {
    private final World world;
    private final Operations operations;
    private final Tokens tokens;
    private final Budget budget;

    Arm(World world, Operations operations, Tokens tokens) {
        this.world = world;
        this.operations = operations;
        this.tokens = tokens;
        this.budget = new Budget(() -> world.options().clock().millis());
        register();
    }

    private void register() {
        new BatchAccounts(world).register(operations);
        new Certificates(world).register(operations);
        new MapsAccounts(world).register(operations);
        new ApimSubscriptions(world).register(operations);
        Lists lists = new Lists(world.estate(), world.options().pageSize());
        lists.register(operations, Kind.BATCH_ACCOUNT, "BatchAccount_List", "BatchAccount_ListByResourceGroup");
        lists.register(operations, Kind.CERTIFICATE, "Certificate_ListByBatchAccount");
        lists.register(operations, Kind.MAPS_ACCOUNT, "Accounts_ListBySubscription", "Accounts_ListByResourceGroup");
        lists.register(
                operations, Kind.APIM_SERVICE, "ApiManagementService_List", "ApiManagementService_ListByResourceGroup");
        lists.register(operations, Kind.APIM_SUBSCRIPTION, "Subscription_List");
    }

    /** Answers a call from outside. */
    Answer answer(Call call) {
        try {
            tokens.refuseRevoked(call);
            if (world.options().auth()) {
                tokens.require(call);
            }
            Answer answer = budgeted(call);
            return call.method().equals("HEAD") ? answer.bodiless(answer.status()) : answer;
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private Answer budgeted(Call call) {
        String subscription = Target.subscriptionOf(call.path());
        if (subscription.isEmpty() || !world.estate().knowsSubscription(subscription)) {
            return perform(call);
        }
        Budget.Taken taken = budget.take(subscription, call.isRead());
        String kind = call.isRead() ? "reads" : "writes";
        Answer answer =
                taken.retryAfter() > 0 && world.options().throttle() ? throttled(subscription, taken) : answerOf(call);
        return answer.with(
                Map.of("x-ms-ratelimit-remaining-subscription-" + kind, Integer.toString(taken.remaining())));
    }

    private Answer answerOf(Call call) {
        try {
            return perform(call);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    /** Performs an operation, whoever asks and however often. */
    Answer perform(Call call) {
        String version = call.parameter("api-version")
                .orElseThrow(() -> new Refusal(
                        400,
                        "MissingApiVersionParameter",
                        "The api-version query parameter (?api-version=) is required for all requests."));
        Target target = Target.parse(call.path());
        if (!version.equals(target.kind().apiVersion())) {
            throw new Refusal(
                    400,
                    "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. The supported versions are '%s'."
                            .formatted(version, target.kind().apiVersion()));
        }
        Operations.Operation operation = operations.of(target, call.method());
        operation.calls().increment();
        return conditional(call, operation.handler().answer(call, target));
    }

    private static Answer conditional(Call call, Answer answer) {
        boolean known = call.isRead()
                && answer.etag().isPresent()
                && call.header("If-None-Match")
                        .filter(wanted -> Preconditions.matches(wanted, answer.etag()))
                        .isPresent();
        return known ? answer.bodiless(304) : answer;
    }

    private static Answer throttled(String subscription, Budget.Taken taken) {
        return Answer.error(
                        429,
                        "SubscriptionRequestsThrottled",
                        "Number of requests for subscription '%s' exceeded the limit. Please try again after '%d' seconds."
                                .formatted(subscription, taken.retryAfter()))
                .with(Map.of("Retry-After", Integer.toString(taken.retryAfter())));
    }
}
