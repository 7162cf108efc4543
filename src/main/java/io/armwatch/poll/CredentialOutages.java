package io.armwatch.poll;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Failure;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.poll.retry.FailureReasons;
import io.armwatch.poll.scan.Scan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outages of armwatch's own credential: no token can be obtained, or ARM refuses it (401). They are one outage for each Azure
 * subscription, not one for each of its resources. A single resource that answers 401 while others do not has its own outage.
 */
public final class CredentialOutages {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialOutages.class);

    private final KnownStateCache cache;
    private final Schedules schedules;
    private final Clock clock;
    private final LongSupplier nanos;
    /** By lower-cased Azure subscription: outages that no accepted request has ended yet. */
    private final ConcurrentMap<String, TokenOutage> outages = new ConcurrentHashMap<>();
    /** By state key: the outage in which a resource or list was refused last. */
    private final ConcurrentMap<String, TokenOutage> lastOutages = new ConcurrentHashMap<>();

    /** Azure subscriptions with a reported outage that has not ended. */
    private final Set<String> reportedSubscriptions = ConcurrentHashMap.newKeySet();

    private final Set<String> loggedProblems = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Long>> withoutTokenSince = new AtomicReference<>(Optional.empty());

    public CredentialOutages(KnownStateCache cache, Schedules schedules, Clock clock, LongSupplier nanos) {
        this.cache = cache;
        this.schedules = schedules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The time from a refused request to the next accepted one, in one Azure subscription. */
    private static final class TokenOutage {
        private final Instant startedAt;
        private int refusals;
        private boolean withoutToken;
        private boolean reported;
        private Optional<Integer> status = Optional.empty();
        private ArmError error = new ArmError(false, Optional.empty(), Optional.empty());

        private TokenOutage(Instant startedAt) {
            this.startedAt = startedAt;
        }

        private synchronized void addRefusal(Optional<Integer> httpStatus, ArmError armError) {
            refusals++;
            withoutToken = httpStatus.isEmpty();
            status = httpStatus;
            error = armError;
        }

        /**
         * Decides after a scan whether the credential is the cause: there was no token, or more requests were refused than resources seen.
         *
         * @param seen how many resources the scan has seen
         * @return whether the outage is to be reported
         */
        private synchronized boolean reportAfter(int refusedInScan, int seen) {
            reported |= refusedInScan > 0 && (withoutToken || (refusals > 1 && refusedInScan > seen));
            return reported;
        }

        private synchronized Failure failure(Optional<Instant> next) {
            return new Failure(
                    Reason.UNAUTHENTICATED, status, error.code(), error.message(), Math.max(1, refusals), next);
        }

        private synchronized boolean isReported() {
            return reported;
        }

        private synchronized String problem() {
            return withoutToken
                    ? "No token can be had"
                    : "Azure Resource Manager refuses the token"
                            + error.code().map(code -> " (" + code + ")").orElse("");
        }

        private synchronized String message() {
            return error.message().orElse("no reason given");
        }
    }

    /**
     * Notes that a poll had no token, or one that ARM refused.
     *
     * @param status empty if there was no token
     * @return whether the failure is attributed to the credential, and not to the target of the poll
     */
    boolean markRefused(Poll poll, Optional<Integer> status, ArmError error) {
        if (status.isEmpty()) {
            withoutTokenSince.updateAndGet(since -> since.or(() -> Optional.of(nanos.getAsLong())));
        } else {
            withoutTokenSince.set(Optional.empty());
        }
        TokenOutage outage =
                outages.computeIfAbsent(poll.run().subscription(), first -> new TokenOutage(clock.instant()));
        outage.addRefusal(status, error);
        TokenOutage before = lastOutages.put(poll.target().key(), outage);
        boolean targetAlone = status.isPresent() && before != null && before != outage;
        if (!targetAlone) {
            poll.scan().countRefusal();
        }
        return !targetAlone;
    }

    /** Notes a response; any status but 401 may end the outage. */
    void markAnswered(Poll poll, ArmResponse response) {
        if ((!lastOutages.isEmpty() || !reportedSubscriptions.isEmpty()) && response.status() != 401) {
            endIfAccepted(poll, response);
        }
    }

    private void endIfAccepted(Poll poll, ArmResponse response) {
        withoutTokenSince.set(Optional.empty());
        boolean accepted = response.status() == 200
                || response.status() == 304
                || (response.status() < 500 && response.error().fromArm());
        if (!accepted) {
            return;
        }
        poll.scan().markAccepted();
        TokenOutage outage = outages.get(poll.run().subscription());
        if (outage == null) {
            lastOutages.remove(poll.target().key());
        } else if (!poll.sentAt().isBefore(outage.startedAt)) {
            lastOutages.remove(poll.target().key());
            outages.remove(poll.run().subscription(), outage);
        }
    }

    /** The observation of the credential that follows from a finished scan, if its state has changed. */
    Optional<Observation> observationAfter(Scan scan) {
        String subscription = scan.run().subscription();
        Target target = new Target(
                ScopeCoverage.CREDENTIAL,
                ArmId.of("/subscriptions/" + subscription),
                Target.LIST + ScopeCoverage.CREDENTIAL);
        TokenOutage outage = outages.get(subscription);
        if (outage != null && !outage.reportAfter(scan.refusals(), scan.seenCount())) {
            return Optional.empty();
        }
        Optional<KnownState> known = cache.recall(target).flatMap(KnownSnapshot::state);
        boolean reportedBefore = known.flatMap(KnownState::outage).isPresent();
        long revision = known.map(KnownState::revision).orElse(0L);
        Instant now = clock.instant();
        if (outage != null) {
            logOnce(outage, subscription);
            Failure failure = outage.failure(schedules.next(scan.source().name(), now));
            return reportedBefore ? Optional.empty() : ifHeldHere(new Failed(target, revision, now, failure));
        }
        if (!reportedBefore) {
            reportedSubscriptions.remove(subscription);
            logEnd();
            return Optional.empty();
        }
        reportedSubscriptions.add(subscription); // so that markAnswered checks each response
        return scan.isAccepted() || scan.seenCount() > 0
                ? ifHeldHere(new Reached(target, revision, now, 0))
                : Optional.empty();
    }

    /** Keeps an observation only if this process holds its Azure subscription; another process reports the others. */
    private Optional<Observation> ifHeldHere(Observation observation) {
        return cache.holds(observation.target().id()) ? Optional.of(observation) : Optional.empty();
    }

    private void logOnce(TokenOutage outage, String subscription) {
        if (loggedProblems.add(outage.problem())) {
            LOG.warn(
                    "{} ({}), so no resource of the Azure subscription {} can be polled; this is logged once for all Azure"
                            + " subscriptions, until polls succeed again. {}",
                    outage.problem(),
                    outage.message(),
                    subscription,
                    FailureReasons.remedy(
                            Reason.UNAUTHENTICATED,
                            outage.failure(Optional.empty()).code()));
        }
    }

    private void logEnd() {
        if (!loggedProblems.isEmpty() && outages.values().stream().noneMatch(TokenOutage::isReported)) {
            loggedProblems.clear();
            LOG.info("Azure Resource Manager accepts armwatch's credential again");
        }
    }

    /** Forgets the outages of all other keys. */
    public void keep(Predicate<String> kept) {
        Predicate<String> keptSubscription = subscription -> kept.test("/subscriptions/" + subscription);
        lastOutages.keySet().removeIf(kept.negate());
        outages.keySet().removeIf(keptSubscription.negate());
        reportedSubscriptions.removeIf(keptSubscription.negate());
    }

    /** The problem of the credential, as a sentence; empty if there is none. */
    public Optional<String> problem() {
        return outages.entrySet().stream()
                .filter(each -> each.getValue().isReported())
                .findFirst()
                .map(each -> each.getValue().problem() + ", for example in the Azure subscription " + each.getKey()
                        + ": " + each.getValue().message());
    }

    /** Whether there has been no token for longer than a time. */
    public boolean hasNoTokenFor(Duration time) {
        return requireNonNull(withoutTokenSince.get())
                .filter(since -> nanos.getAsLong() - since >= time.toNanos())
                .isPresent();
    }
}
