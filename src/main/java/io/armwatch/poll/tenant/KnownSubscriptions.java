package io.armwatch.poll.tenant;

import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.CurrentPlan;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.Set;
import java.util.TreeSet;

/** Finds the Azure subscriptions that were watched by a list of the tenant before this process began. */
public final class KnownSubscriptions {
    private final KnownStateCache cache;
    private final CurrentPlan plan;

    public KnownSubscriptions(KnownStateCache cache, CurrentPlan plan) {
        this.cache = cache;
        this.plan = plan;
    }

    /**
     * The lower-cased Azure subscriptions with a known resource that no scope covers that names its Azure subscription. Only those that
     * this process holds.
     */
    Set<String> find() {
        Set<String> found = new TreeSet<>();
        for (String key : cache.keys()) {
            String subscription = subscription(key);
            if (!key.contains(Target.LIST) && !found.contains(subscription) && isUncovered(key)) {
                found.add(subscription);
            }
        }
        return found;
    }

    private static String subscription(String key) {
        String start = "/subscriptions/";
        int end = key.indexOf('/', start.length());
        return key.substring(Math.min(start.length(), key.length()), end < 0 ? key.length() : end);
    }

    private boolean isUncovered(String key) {
        return Sources.scheduled().stream()
                .map(Source::name)
                .flatMap(source -> ScopeCoverage.target(source, key).stream())
                .findFirst()
                .filter(target -> isPresent(target) && !plan.writtenCoverage().covers(target))
                .isPresent();
    }

    private boolean isPresent(Target target) {
        return cache.recall(target)
                .filter(known -> known.state().isPresent() && !known.isGone())
                .isPresent();
    }
}
