package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.poll.AbsenceCheck;
import io.armwatch.poll.ArmAnswers;
import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.CredentialOutages;
import io.armwatch.poll.FailureHandler;
import io.armwatch.poll.FollowUpRequests;
import io.armwatch.poll.MissingRights;
import io.armwatch.poll.ObservationFactory;
import io.armwatch.poll.PageHandler;
import io.armwatch.poll.Poll;
import io.armwatch.poll.ResponseHandler;
import io.armwatch.poll.ScanCompletion;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.SecretsGate;
import io.armwatch.poll.SubscriptionStates;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.ConcurrencyLimiter;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.queue.SharedPages;
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.Fingerprints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The poller with everything that it works with, and a clock that only a test moves. */
public final class PollingFixture {
    private static final Map<String, String> EVERY_MINUTE = Map.of(
            "maps-keys", "0 * * * * ?",
            "batch-account", "0 * * * * ?",
            "batch-certificate", "0 * * * * ?",
            "apim-subscription", "0 * * * * ?");

    static final int CONCURRENCY = 4;

    private final MovableTime time = new MovableTime();
    private final PollMetrics metrics = new PollMetrics(new SimpleMeterRegistry());
    private final Budget budget = new Budget(1, time::nanos);
    private final PollBackoff backoff = new PollBackoff(new Schedules(EVERY_MINUTE), time, time::nanos);
    private final RetryAfterGate gate = new RetryAfterGate(time::nanos);
    private final SecretsGate secrets;
    private final FollowUpRequests followUps;
    private final PageHandler pageHandler;
    private final AbsenceCheck absence;
    private final ScanScheduler scheduler;
    private final Poller poller;
    private final PollResponses responses;
    private final CredentialOutages credentials;
    private final RequestQueue queue;
    /** The Azure subscriptions whose own state is polled. */
    private final Set<String> watchedSubscriptions = new HashSet<>();

    public PollingFixture(KnownStateCache cache) {
        this(cache, false);
    }

    public PollingFixture(KnownStateCache cache, boolean apimKeys) {
        Fingerprints sha = Fingerprints.sha256();
        ObservationFactory factory = new ObservationFactory(cache, new ChangeDetection(1), backoff, sha, time, metrics);
        this.secrets = new SecretsGate(apimKeys, time::nanos);
        this.scheduler = new ScanScheduler(
                settings(apimKeys), cache, backoff, budget, new ScanScheduler.Time(time, time::nanos), metrics);
        this.followUps = new FollowUpRequests(backoff, scheduler.resting());
        this.pageHandler = new PageHandler(cache, factory, followUps, secrets, AzureCloud.PUBLIC.endpoint());
        this.absence =
                new AbsenceCheck(cache, followUps, secrets, scheduler.upkeep().reconciliation());
        this.credentials = new CredentialOutages(cache, new Schedules(EVERY_MINUTE), time, time::nanos);
        MissingRights rights = new MissingRights(cache, backoff, new Schedules(EVERY_MINUTE), time);
        SubscriptionStates subscriptions = new SubscriptionStates(cache, backoff, watchedSubscriptions::contains);
        ApiVersions versions = new ApiVersions(Map.of());
        ArmAnswers answers = new ArmAnswers(time);
        ScanCompletion completion = new ScanCompletion(factory, followUps, absence, scheduler, credentials, rights);
        SharedPages shared = new SharedPages(scheduler.plan()::plan, time::nanos);
        this.poller = new Poller(cache, completion, scheduler, gate, versions, shared, time);
        FailureHandler failureHandler = new FailureHandler(
                factory,
                secrets,
                gate,
                new RetryPolicy(() -> 0.5),
                budget,
                credentials,
                rights,
                subscriptions,
                versions,
                answers,
                time);
        this.responses = new PollResponses(new ResponseHandler(
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
                answers));
        this.queue = new RequestQueue("any", budget, time::nanos, new ConcurrencyLimiter(100, CONCURRENCY));
    }

    private static Settings settings(boolean apimKeys) {
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 4, Duration.ofSeconds(1), 1),
                new Settings.Watch(List.of(), EVERY_MINUTE, apimKeys, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
    }

    /** A clock, and nanoseconds that go with it. */
    public static final class MovableTime extends Clock {
        private Instant now = ScanFixtures.NOON;
        private Duration set = Duration.ZERO;

        public long nanos() {
            return Duration.between(ScanFixtures.NOON, now).minus(set).toNanos();
        }

        public void pass(Duration time) {
            now = now.plus(time);
        }

        /** Sets the wall clock; no time passes. */
        public void set(Duration by) {
            now = now.plus(by);
            set = set.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** What an answer comes to, and then the call's end. */
    public List<Observation> answered(Exchange exchange) {
        List<Observation> observations = new ArrayList<>();
        if (!responses.confirmUnchanged(exchange)) {
            observations.addAll(responses.answered(exchange));
        }
        observations.addAll(finished(exchange));
        return observations;
    }

    /** The end of the request, and of the scan if it is the last one. */
    public List<Observation> finished(Exchange exchange) {
        poller.finished(exchange);
        return endings();
    }

    /** The results of the scans that have ended. */
    List<Observation> endings() {
        return scheduler.takeFinished().observations();
    }

    /** ARM answers; headers are given as names and values in turn. */
    public static void reply(Exchange exchange, int status, String body, String... headers) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status);
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        exchange.getMessage().setBody(new ArmResponse(response, body.getBytes(UTF_8)));
    }

    public PollResponses responses() {
        return responses;
    }

    public Poller poller() {
        return poller;
    }

    public ScanScheduler scans() {
        return scheduler;
    }

    public PageHandler pageHandler() {
        return pageHandler;
    }

    public AbsenceCheck absence() {
        return absence;
    }

    public FollowUpRequests followUps() {
        return followUps;
    }

    public RequestQueue work() {
        return queue;
    }

    public CredentialOutages credentials() {
        return credentials;
    }

    /** The state of an Azure subscription is polled, too. */
    public void watchSubscription(String subscription) {
        watchedSubscriptions.add(subscription);
    }

    public PollBackoff backoff() {
        return backoff;
    }

    public void pass(Duration passing) {
        time.pass(passing);
    }

    Instant now() {
        return time.instant();
    }

    /** An exchange of a worker that has this to do. */
    public Exchange exchange(ArmRequest request) {
        queue.add(request);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        PollExchange.queue(exchange, queue);
        return exchange;
    }

    /** An exchange of a worker that makes this call. */
    public Exchange asked(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(poller.next(exchange)).isTrue();
        return exchange;
    }

    /** A call of the worker that is under way. */
    public Poll poll(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(poller.next(exchange)).isTrue();
        return PollExchange.poll(exchange);
    }
}
