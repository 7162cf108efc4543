package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.signal.SignalListener.Outcome;
import io.armwatch.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Scans sources and scopes because of signals. The same signal counts once a second; one more follows if it came meanwhile. For one thread. */
final class SignalledScans {
    private static final long APART = TimeUnit.SECONDS.toNanos(1);
    /** Bounds the memory; more signals than that in a second are not merged. */
    private static final int MOST_REMEMBERED = 1_000;

    private final ScanScheduler scheduler;
    private final KnownStateCache cache;
    private final LongSupplier nanos;
    private final Map<String, Recent> recent = new HashMap<>();

    SignalledScans(ScanScheduler scheduler, KnownStateCache cache, LongSupplier nanos) {
        this.scheduler = scheduler;
        this.cache = cache;
        this.nanos = nanos;
    }

    /**
     * A signal of the last second.
     *
     * @param again whether the same came once more
     */
    private record Recent(long at, boolean again) {}

    /** Scans a source, or what is watched of a scope. */
    Outcome scan(String sourceOrScope) {
        Recent before = recent.get(sourceOrScope);
        if (before != null) {
            recent.put(sourceOrScope, new Recent(before.at(), true));
            return Outcome.MERGED;
        }
        if (recent.size() < MOST_REMEMBERED) {
            recent.put(sourceOrScope, new Recent(nanos.getAsLong(), false));
        }
        return start(sourceOrScope);
    }

    /**
     * Starts the scans that had to wait.
     *
     * @return whether any may have to be started soon
     */
    boolean startDue() {
        long now = nanos.getAsLong();
        List<String> due = recent.entrySet().stream()
                .filter(each -> now - each.getValue().at() >= APART)
                .map(Map.Entry::getKey)
                .toList();
        for (String each : due) {
            if (recent.getOrDefault(each, new Recent(now, false)).again()) {
                recent.put(each, new Recent(now, false));
                var unused = start(each);
            } else {
                recent.remove(each);
            }
        }
        return !recent.isEmpty();
    }

    private Outcome start(String sourceOrScope) {
        Outcome most = Outcome.UNWATCHED;
        Set<String> due = new TreeSet<>();
        ScanPlan plan = scheduler.plan().plan();
        for (String source : plan.sources()) {
            for (Map.Entry<String, List<Part>> each : plan.parts(source).entrySet()) {
                if (each.getValue().stream().anyMatch(part -> concerns(sourceOrScope, part))) {
                    Outcome outcome = ask(source, each.getKey());
                    if (outcome == Outcome.ACCEPTED) {
                        due.add(source);
                    }
                    most = more(most, outcome);
                }
            }
        }
        scheduler.scanSoon(due);
        return most;
    }

    private Outcome ask(String source, String subscription) {
        if (scheduler.isSourcePaused(source)) {
            return Outcome.PAUSED;
        }
        if (!cache.holds(ArmId.of("/subscriptions/" + subscription))) {
            return Outcome.ELSEWHERE;
        }
        return scheduler.askForScan(source, subscription) ? Outcome.ACCEPTED : Outcome.MERGED;
    }

    /** The outcome that says more of a signal that concerns several scans; {@link Outcome} has them in this order. */
    private static Outcome more(Outcome one, Outcome other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Whether a source or scope has something in common with a part of the plan. */
    private static boolean concerns(String sourceOrScope, Part part) {
        if (!sourceOrScope.startsWith("/")) {
            return part.source().name().equals(sourceOrScope);
        }
        String scope = sourceOrScope.toLowerCase(Locale.ROOT);
        if (scope.equals(ArmId.ALL_SUBSCRIPTIONS) || !scope.startsWith("/subscriptions/")) {
            return true; // every Azure subscription, or those of a management group
        }
        String key = scope.endsWith("/*") ? scope.substring(0, scope.indexOf("/*")) : scope;
        return isSameOrBelow(part.below().key(), key)
                || (isSameOrBelow(key, part.below().key()) && isTypeOf(part.source(), key));
    }

    private static boolean isSameOrBelow(String id, String above) {
        return (id + "/").startsWith(above + "/");
    }

    /** Whether a scope below that of a part leads to resources of a source: a resource or list of one of its levels. */
    private static boolean isTypeOf(Source source, String scope) {
        String key = scope.contains("/providers/") ? ArmId.of(scope).type().toLowerCase(Locale.ROOT) + "/" : "";
        return source.types().stream()
                .anyMatch(type -> (type.fullName().toLowerCase(Locale.ROOT) + "/").startsWith(key));
    }
}
