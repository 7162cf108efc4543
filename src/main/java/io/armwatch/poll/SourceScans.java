package io.armwatch.poll;

import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.queue.QueueProgress;
import io.armwatch.poll.queue.RequestQueue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The scans of one source, by lower-cased Azure subscription, and the requests that they are made of. */
final class SourceScans {
    private final RequestQueue queue;
    private final QueueProgress progress;
    /** Never changed: replaced when other Azure subscriptions are watched. */
    private volatile Map<String, SubscriptionScans> bySubscription = Map.of();

    SourceScans(RequestQueue queue, QueueProgress progress) {
        this.queue = queue;
        this.progress = progress;
    }

    RequestQueue queue() {
        return queue;
    }

    QueueProgress progress() {
        return progress;
    }

    Collection<SubscriptionScans> all() {
        return bySubscription.values();
    }

    Optional<SubscriptionScans> find(String subscription) {
        return Optional.ofNullable(bySubscription.get(subscription));
    }

    /**
     * Prepares scans of these parts. Azure subscriptions that are scanned already keep what their scans have seen.
     *
     * @param create makes the scans of an Azure subscription
     */
    void follow(Map<String, List<Part>> parts, BiFunction<String, List<Part>, SubscriptionScans> create) {
        Map<String, SubscriptionScans> before = bySubscription;
        Map<String, SubscriptionScans> after = new LinkedHashMap<>();
        parts.forEach((subscription, each) -> {
            SubscriptionScans known = before.get(subscription);
            if (known != null) {
                known.follow(each);
            }
            after.put(subscription, known != null ? known : create.apply(subscription, each));
        });
        bySubscription = after;
    }
}
