package io.armwatch.poll.tenant;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.change.Failure;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Target;
import io.armwatch.poll.PollFailure;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.poll.retry.FailureReasons;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports lists of the tenant that cannot be read: in the log and in health by every process, as an observation of the scope by the one
 * that holds its known state.
 */
public final class TenantReport {
    private static final Logger LOG = LoggerFactory.getLogger(TenantReport.class);
    private static final Duration RETRY = Duration.ofNanos(SubscriptionDiscovery.RETRY_NANOS);

    private final KnownStateCache cache;
    private final Consumer<List<Observation>> sender;
    private final Clock clock;
    private final Map<String, Outage> outages = new ConcurrentSkipListMap<>();

    /** @param sender sends observations to change detection */
    public TenantReport(KnownStateCache cache, Consumer<List<Observation>> sender, Clock clock) {
        this.cache = cache;
        this.sender = sender;
        this.clock = clock;
    }

    /** The failed reads of one list in a row. */
    private record Outage(int attempts, PollFailure last, String sentence) {}

    /** The list could not be read. */
    void failed(Tenant scope, PollFailure failure) {
        Outage before = outages.get(scope.text());
        Outage outage = new Outage(before == null ? 1 : before.attempts() + 1, failure, sentence(scope, failure));
        outages.put(scope.text(), outage);
        if (before == null || before.last().reason() != failure.reason()) {
            LOG.warn("{}. The Azure subscriptions found before are still watched", outage.sentence());
        }
        Failure cause = new Failure(
                failure.reason(),
                failure.status(),
                failure.error().code(),
                failure.error().message(),
                outage.attempts(),
                Optional.of(clock.instant().plus(RETRY)));
        known(scope)
                .filter(known -> known.state()
                        .flatMap(KnownState::outage)
                        .filter(open -> open.reason() == failure.reason())
                        .isEmpty())
                .ifPresent(known ->
                        sender.accept(List.of(new Failed(target(scope), known.revision(), clock.instant(), cause))));
    }

    /** The list was read to its end. */
    void reached(Tenant scope) {
        Outage outage = outages.remove(scope.text());
        if (outage != null) {
            LOG.info("The Azure subscriptions of the scope {} can be listed again", scope.text());
        }
        int attempts = outage == null ? 0 : outage.attempts();
        known(scope)
                .filter(known -> known.state().flatMap(KnownState::outage).isPresent())
                .ifPresent(known -> sender.accept(
                        List.of(new Reached(target(scope), known.revision(), clock.instant(), attempts))));
    }

    /** The known state of a scope; empty if another process holds it. */
    private Optional<KnownSnapshot> known(Tenant scope) {
        return cache.recall(target(scope));
    }

    /** The scope is no longer in the watch list. Its open outage ends as {@code unwatched}. */
    void forget(Tenant scope) {
        outages.remove(scope.text());
    }

    static Target target(Tenant scope) {
        return new Target(ScopeCoverage.TENANT, scope.id(), Target.LIST + ScopeCoverage.TENANT);
    }

    static String sentence(Tenant scope, PollFailure failure) {
        ArmError error = failure.error();
        String status = failure.status().map(code -> " " + code).orElse("");
        return "The Azure subscriptions of the scope " + scope.text() + " cannot be listed: "
                + failure.reason().text() + status
                + error.code().map(code -> " " + code).orElse("")
                + error.message().map(message -> ": " + message).orElse("") + ". "
                + FailureReasons.remedy(failure.reason(), error.code());
    }

    /** The lists that cannot be read now, as sentences. */
    List<String> problems() {
        return outages.values().stream().map(Outage::sentence).toList();
    }
}
