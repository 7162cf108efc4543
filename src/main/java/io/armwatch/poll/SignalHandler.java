package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.signal.Signal;
import io.armwatch.signal.SignalListener;
import io.armwatch.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Acts on signals, for the Azure subscriptions that this process holds. What arrives while no process holds a subscription is not lost:
 * the process that takes it over scans it at once.
 */
public final class SignalHandler implements SignalListener {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final ScanScheduler scheduler;
    private final KnownStateCache cache;
    private final SignalledPolls polls;

    public SignalHandler(
            ScanScheduler scheduler, KnownStateCache cache, SecretsGate secrets, Clock clock, LongSupplier nanos) {
        this.scheduler = scheduler;
        this.cache = cache;
        this.polls = new SignalledPolls(scheduler, cache, secrets, clock, nanos);
    }

    @Override
    public Outcome poll(Signal.Poll signal) {
        return scheduler.isOpen() ? polls.poll(signal.id()) : Outcome.ELSEWHERE;
    }

    @Override
    public Outcome scan(Signal.Scan signal) {
        if (!scheduler.isOpen()) {
            return Outcome.ELSEWHERE;
        }
        Outcome most = Outcome.UNWATCHED;
        ScanPlan plan = scheduler.plan().plan();
        for (String source : plan.sources()) {
            for (Map.Entry<String, List<Part>> each : plan.parts(source).entrySet()) {
                if (each.getValue().stream().anyMatch(part -> concerns(signal.what(), part))) {
                    most = more(most, scan(source, each.getKey()));
                }
            }
        }
        return most;
    }

    private Outcome scan(String source, String subscription) {
        if (scheduler.isPaused(source)) {
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
        String key = scope.endsWith("/*") ? scope.substring(0, scope.length() - 2) : scope;
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

    @Override
    public void sourceChanged(String source, boolean paused) {
        scheduler.followPause(source);
    }

    @Override
    public Duration startDue() {
        return scheduler.isOpen() && polls.startDue() ? SOON : LATER;
    }
}
