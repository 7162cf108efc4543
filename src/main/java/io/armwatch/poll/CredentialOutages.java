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
 * Whether polls fail for armwatch's own credential: no token can be had, or ARM refuses it (401). That is one outage for each Azure
 * subscription, and not one for each of its resources. A single resource that answers 401 while others do not has an outage of its
 * own.
 */
public final class CredentialOutages {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialOutages.class);

    private final KnownStateCache cache;
    private final Schedules schedules;
    private final Clock clock;
    private final LongSupplier nanos;
    /** By lower-cased Azure subscription: those of which no answer has come since a call was refused. */
    private final ConcurrentMap<String, Spell> refused = new ConcurrentHashMap<>();
    /** In which spell a resource or list was refused last. */
    private final ConcurrentMap<String, Spell> refusedIn = new ConcurrentHashMap<>();

    /** Azure subscriptions whose outage is known and not over. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Long>> withoutTokenSince = new AtomicReference<>(Optional.empty());

    public CredentialOutages(KnownStateCache cache, Schedules schedules, Clock clock, LongSupplier nanos) {
        this.cache = cache;
        this.schedules = schedules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The time from a refused call to the next answer that is none, in one Azure subscription. */
    private static final class Spell {
        private final Instant begunAt;
        private int refusals;
        private boolean withoutToken;
        private boolean reported;
        private Optional<Integer> status = Optional.empty();
        private ArmError error = new ArmError(false, Optional.empty(), Optional.empty());

        private Spell(Instant begunAt) {
            this.begunAt = begunAt;
        }

        private synchronized void refused(Optional<Integer> by, ArmError because) {
            refusals++;
            withoutToken = by.isEmpty();
            status = by;
            error = because;
        }

        /**
         * Whether the credential fails, by a walk that has ended: no token at all, or refusals only.
         *
         * @param seen the resources that the walk has seen
         */
        private synchronized boolean isReportedAfter(int refusedOfWalk, int seen) {
            reported |= refusedOfWalk > 0 && (withoutToken || (refusals > 1 && refusedOfWalk > seen));
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
     * @param status empty where there was no token
     * @return whether that is the credential's failure, as far as is known; else it is the failure of the poll's own target
     */
    boolean refused(Poll poll, Optional<Integer> status, ArmError error) {
        if (status.isEmpty()) {
            withoutTokenSince.updateAndGet(since -> since.or(() -> Optional.of(nanos.getAsLong())));
        } else {
            withoutTokenSince.set(Optional.empty());
        }
        Spell spell = refused.computeIfAbsent(poll.run().subscription(), first -> new Spell(clock.instant()));
        spell.refused(status, error);
        Spell before = refusedIn.put(poll.target().key(), spell);
        boolean ofItsOwn = status.isPresent() && before != null && before != spell;
        if (!ofItsOwn) {
            poll.scan().refused();
        }
        return !ofItsOwn;
    }

    /** Notes that ARM answered something else than that it refuses the token. */
    void answered(Poll poll, ArmResponse response) {
        if ((!refusedIn.isEmpty() || !failing.isEmpty()) && response.status() != 401) {
            ends(poll, response);
        }
    }

    private void ends(Poll poll, ArmResponse response) {
        withoutTokenSince.set(Optional.empty());
        boolean accepted = response.status() == 200
                || response.status() == 304
                || (response.status() < 500 && response.error().fromArm());
        if (!accepted) {
            return;
        }
        poll.scan().accepted();
        Spell spell = refused.get(poll.run().subscription());
        if (spell == null) {
            refusedIn.remove(poll.target().key());
        } else if (!poll.askedAt().isBefore(spell.begunAt)) {
            refusedIn.remove(poll.target().key());
            refused.remove(poll.run().subscription(), spell);
        }
    }

    /** What a walk that has ended shows of the credential in its Azure subscription. */
    Optional<Observation> after(Scan scan) {
        String subscription = scan.run().subscription();
        Target target = new Target(
                ScopeCoverage.CREDENTIAL,
                ArmId.of("/subscriptions/" + subscription),
                Target.LIST + ScopeCoverage.CREDENTIAL);
        Spell spell = refused.get(subscription);
        if (spell != null && !spell.isReportedAfter(scan.refusals(), scan.seen())) {
            return Optional.empty();
        }
        Optional<KnownState> known = cache.recall(target).flatMap(KnownSnapshot::state);
        boolean told = known.flatMap(KnownState::outage).isPresent();
        long revision = known.map(KnownState::revision).orElse(0L);
        Instant now = clock.instant();
        if (spell != null) {
            log(spell, subscription);
            Failure failure = spell.failure(schedules.next(scan.source().name(), now));
            return told ? Optional.empty() : held(new Failed(target, revision, now, failure));
        }
        if (!told) {
            failing.remove(subscription);
            logEnd();
            return Optional.empty();
        }
        failing.add(subscription); // so that each answer is looked at
        return scan.isAccepted() || scan.seen() > 0 ? held(new Reached(target, revision, now, 0)) : Optional.empty();
    }

    /** Another process says what this one does not hold. */
    private Optional<Observation> held(Observation observation) {
        return cache.holds(observation.target().id()) ? Optional.of(observation) : Optional.empty();
    }

    private void log(Spell spell, String subscription) {
        if (logged.add(spell.problem())) {
            LOG.warn(
                    "{} ({}), so no resource of the Azure subscription {} can be polled; this is logged once for all Azure"
                            + " subscriptions, until polls succeed again. {}",
                    spell.problem(),
                    spell.message(),
                    subscription,
                    FailureReasons.remedy(
                            Reason.UNAUTHENTICATED,
                            spell.failure(Optional.empty()).code()));
        }
    }

    private void logEnd() {
        if (!logged.isEmpty() && refused.values().stream().noneMatch(Spell::isReported)) {
            logged.clear();
            LOG.info("Azure Resource Manager accepts armwatch's credential again");
        }
    }

    /** Forgets all that this process no longer watches or holds. */
    public void keep(Predicate<String> kept) {
        Predicate<String> keptSubscription = subscription -> kept.test("/subscriptions/" + subscription);
        refusedIn.keySet().removeIf(kept.negate());
        refused.keySet().removeIf(keptSubscription.negate());
        failing.removeIf(keptSubscription.negate());
    }

    /** What is wrong with the credential; empty where nothing is. */
    public Optional<String> problem() {
        return refused.entrySet().stream()
                .filter(each -> each.getValue().isReported())
                .findFirst()
                .map(each -> each.getValue().problem() + ", for example in the Azure subscription " + each.getKey()
                        + ": " + each.getValue().message());
    }

    /** Whether no token can be had for longer than a time. */
    public boolean hasNoTokenFor(Duration time) {
        return requireNonNull(withoutTokenSince.get())
                .filter(since -> nanos.getAsLong() - since >= time.toNanos())
                .isPresent();
    }
}
