package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.retry.FailureReasons;
import io.armwatch.poll.retry.PollBackoff;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The states of Azure subscriptions, which explain failures below them: in a disabled one ARM refuses every write. Where the source {@value
 * #SOURCE} reports that state, the failures are not reported one by one.
 */
public final class SubscriptionStates {
    public static final String SOURCE = "azure-subscription";

    private final KnownStateCache cache;
    private final PollBackoff backoff;
    private final Predicate<String> watched;
    /** By state key: the targets whose first failure was left to the source, because it may not have seen the new state yet. */
    private final Set<String> putOff = ConcurrentHashMap.newKeySet();

    /** @param watched whether the state of an Azure subscription, by its lower-cased id, is polled */
    public SubscriptionStates(KnownStateCache cache, PollBackoff backoff, Predicate<String> watched) {
        this.cache = cache;
        this.backoff = backoff;
        this.watched = watched;
    }

    /**
     * Whether the state of the Azure subscription explains a failure, so that it is not reported. While that state is known as {@code
     * Enabled}, only the first failure of each target is left unreported: the next poll of the subscription may explain it.
     */
    boolean explains(Poll poll, PollFailure failure) {
        String subscription = poll.run().subscription();
        String key = poll.target().key();
        if (!FailureReasons.isOfSubscription(failure.error())
                || poll.target().source().equals(SOURCE)
                || !watched.test(subscription)) {
            return false;
        }
        boolean explained = !isEnabled(subscription) || putOff.add(key);
        if (explained) {
            backoff.backOff(key, poll.target().source(), true, failure.retryAfter());
        }
        return explained;
    }

    /** Whether the last known state is {@code Enabled}. */
    private boolean isEnabled(String subscription) {
        Target target = new Target(SOURCE, ArmId.of("/subscriptions/" + subscription), "");
        Optional<String> state = cache.recall(target)
                .flatMap(KnownSnapshot::state)
                .flatMap(KnownState::state)
                .map(json -> json.path("state").asText());
        return state.filter("Enabled"::equalsIgnoreCase).isPresent() || state.isEmpty();
    }

    /** Notes that a target can be polled. */
    void markAnswered(Poll poll) {
        if (!putOff.isEmpty()) { // nearly never
            putOff.remove(poll.target().key());
        }
    }

    /** Forgets all other keys. */
    public void keep(Predicate<String> kept) {
        putOff.removeIf(kept.negate());
    }
}
