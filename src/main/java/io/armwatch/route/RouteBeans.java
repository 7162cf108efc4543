package io.armwatch.route;

import io.armwatch.azure.Budget;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.detection.DetectionService;
import io.armwatch.poll.AbsenceCheck;
import io.armwatch.poll.ArmAnswers;
import io.armwatch.poll.CredentialOutages;
import io.armwatch.poll.FailureHandler;
import io.armwatch.poll.FollowUpRequests;
import io.armwatch.poll.LocalPolling;
import io.armwatch.poll.MissingRights;
import io.armwatch.poll.ObservationFactory;
import io.armwatch.poll.PageHandler;
import io.armwatch.poll.ResponseHandler;
import io.armwatch.poll.ScanCompletion;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.SecretsGate;
import io.armwatch.poll.SignalHandler;
import io.armwatch.poll.SubscriptionStates;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.SharedPages;
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.poll.tenant.KnownSubscriptions;
import io.armwatch.poll.tenant.SubscriptionDiscovery;
import io.armwatch.poll.tenant.SubscriptionLists;
import io.armwatch.poll.tenant.TenantReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.processor.aggregate.GroupedMessageAggregationStrategy;

/** Creates and wires the beans that the routes name. */
public record RouteBeans(
        ScanScheduler scheduler,
        Poller poller,
        PollResponses responses,
        ScanTrigger trigger,
        FinishedScansReport finishedScans,
        DeliveryReport delivery,
        CredentialOutages identity,
        ApiVersions versions,
        SubscriptionDiscovery discovery,
        LocalPolling polling,
        ArmAnswers answers,
        PollMetrics metrics,
        Budget budget,
        SignalHandler signals) {
    public static RouteBeans of(Settings settings, DetectionService detection, Clock clock, MeterRegistry meters) {
        return of(settings, new KnownStateCache(detection), clock, meters);
    }

    static RouteBeans of(Settings settings, KnownStateCache cache, Clock clock, MeterRegistry meters) {
        Schedules schedules = new Schedules(settings.watch().schedules());
        PollBackoff backoff = new PollBackoff(schedules, clock, System::nanoTime);
        RetryAfterGate gate = new RetryAfterGate(System::nanoTime);
        RetryPolicy retryPolicy =
                new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble());
        Budget budget = Budget.ofUnknownBalance(settings.azure().budgetShare(), System::nanoTime);
        ApiVersions versions = new ApiVersions(settings.watch().apiVersions());
        SecretsGate secrets = new SecretsGate(settings.watch().apimKeys(), System::nanoTime);
        PollMetrics metrics = new PollMetrics(meters);
        ArmAnswers answers = new ArmAnswers(clock);
        ScanScheduler scheduler = new ScanScheduler(
                settings, cache, backoff, budget, new ScanScheduler.Time(clock, System::nanoTime), metrics);
        SharedPages shared = new SharedPages(scheduler.plan()::plan, System::nanoTime);
        scheduler.rememberSince(shared::oldestMoment);
        ObservationFactory factory = new ObservationFactory(
                cache,
                new ChangeDetection(
                        settings.watch().confirmations(),
                        settings.watch().time(),
                        settings.watch().reporting()),
                backoff,
                settings.watch().fingerprints(),
                clock,
                metrics);
        scheduler.upkeep().addKeeper(factory::keep);
        scheduler.upkeep().addKeeper(secrets::keep);
        FollowUpRequests followUps = new FollowUpRequests(backoff, scheduler.resting());
        PageHandler pageHandler = new PageHandler(
                cache, factory, followUps, secrets, settings.azure().endpoint());
        AbsenceCheck absence =
                new AbsenceCheck(cache, followUps, secrets, scheduler.upkeep().reconciliation());
        CredentialOutages credentials = new CredentialOutages(cache, schedules, clock, System::nanoTime);
        scheduler.upkeep().addKeeper(credentials::keep);
        MissingRights rights = new MissingRights(cache, backoff, schedules, clock);
        scheduler.upkeep().addKeeper(rights::keep);
        SubscriptionStates subscriptions = new SubscriptionStates(
                cache,
                backoff,
                subscription ->
                        scheduler.plan().plan().parts(SubscriptionStates.SOURCE).containsKey(subscription));
        scheduler.upkeep().addKeeper(subscriptions::keep);
        ScanCompletion completion = new ScanCompletion(factory, followUps, absence, scheduler, credentials, rights);
        FailureHandler failureHandler = new FailureHandler(
                factory,
                secrets,
                gate,
                retryPolicy,
                budget,
                credentials,
                rights,
                subscriptions,
                versions,
                answers,
                clock);
        SubscriptionDiscovery discovery = new SubscriptionDiscovery(
                scheduler,
                new SubscriptionLists(settings.azure().endpoint(), budget, gate, retryPolicy, clock),
                new KnownSubscriptions(cache, scheduler.plan()),
                new TenantReport(cache, scheduler::send, clock),
                settings.watch().confirmations(),
                System::nanoTime);
        return new RouteBeans(
                scheduler,
                new Poller(cache, completion, scheduler, gate, versions, shared, clock),
                new PollResponses(new ResponseHandler(
                        cache,
                        factory,
                        pageHandler,
                        followUps,
                        scheduler,
                        secrets,
                        budget,
                        failureHandler,
                        credentials,
                        rights,
                        subscriptions,
                        versions,
                        answers)),
                new ScanTrigger(scheduler),
                new FinishedScansReport(scheduler),
                new DeliveryReport(metrics, scheduler),
                credentials,
                versions,
                discovery,
                new LocalPolling(scheduler, cache, factory.outages(), budget),
                answers,
                metrics,
                budget,
                new SignalHandler(scheduler, cache, secrets, clock, System::nanoTime));
    }

    /** The beans by their names in the routes. */
    public Map<String, Object> beans() {
        return Map.of(
                "poller", poller,
                "responses", responses,
                "scanTrigger", trigger,
                "finishedScans", finishedScans,
                "observations", new ObservationRecords(),
                "observationMapper", Json.mapper(),
                "observationRecords", new GroupedMessageAggregationStrategy(),
                "delivery", delivery,
                "handledFailureReset", new HandledFailureReset());
    }
}
