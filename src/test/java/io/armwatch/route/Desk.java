package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.change.Judgement;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.source.Fingerprints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The eyes with all that stands around them, at a time that only a test moves. */
final class Desk {
    private static final Map<String, String> EVERY_MINUTE = Map.of(
            "maps-keys", "0 * * * * ?",
            "batch-account", "0 * * * * ?",
            "batch-certificate", "0 * * * * ?",
            "apim-subscription", "0 * * * * ?");

    static final int CONCURRENCY = 4;

    private final MovableTime time = new MovableTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Budget budget = new Budget(1, time::nanos);
    private final Rests rests = new Rests(new Schedules(EVERY_MINUTE), time, time::nanos);
    private final RetryAfterGate gate = new RetryAfterGate(time::nanos);
    private final SecretsGate secrets;
    private final FollowUpRequests followUps;
    private final Pages pages;
    private final AbsenceCheck absence;
    private final Scans scans;
    private final Eyes eyes;
    private final Answers answers;
    private final Credentials credentials;
    private final Work work;

    Desk(Memory memory) {
        this(memory, false);
    }

    Desk(Memory memory, boolean apimKeys) {
        Fingerprints sha = Fingerprints.sha256();
        Looks looks = new Looks(memory, new Judgement(1), rests, sha, time, meters);
        this.secrets = new SecretsGate(apimKeys, time::nanos);
        this.scans = new Scans(settings(apimKeys), memory, rests, budget, new Scans.Time(time, time::nanos), meters);
        this.followUps = new FollowUpRequests(rests);
        this.pages = new Pages(memory, looks, followUps, secrets, AzureCloud.PUBLIC.endpoint());
        this.absence = new AbsenceCheck(memory, followUps, secrets, scans.reconciliation());
        this.credentials = new Credentials(memory, new Schedules(EVERY_MINUTE), time, time::nanos);
        ScanCompletion completion = new ScanCompletion(looks, followUps, absence, scans, credentials);
        this.eyes = new Eyes(memory, completion, scans, gate, time);
        Refusals refusals = new Refusals(looks, secrets, gate, new Retries(() -> 0.5), budget, credentials, time);
        this.answers = new Answers(
                new ResponseHandler(memory, looks, pages, followUps, scans, secrets, budget, refusals, credentials));
        this.work = new Work("any", budget, time::nanos, new Slots(100, CONCURRENCY));
    }

    private static Settings settings(boolean apimKeys) {
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 4, Duration.ofSeconds(1), 1),
                new Settings.Watch(List.of(), EVERY_MINUTE, apimKeys, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
    }

    /** A clock, and nanoseconds that go with it. */
    static final class MovableTime extends Clock {
        private Instant now = Walks.NOON;
        private Duration set = Duration.ZERO;

        long nanos() {
            return Duration.between(Walks.NOON, now).minus(set).toNanos();
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        /** Sets the wall clock; no time passes. */
        void set(Duration by) {
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
    List<Observation> answered(Exchange exchange) {
        List<Observation> told = new ArrayList<>();
        if (!answers.showsWhatIsKnown(exchange)) {
            told.addAll(answers.answered(exchange));
        }
        told.addAll(finished(exchange));
        return told;
    }

    /** The call's end, and with it the walk's where it is the last. */
    List<Observation> finished(Exchange exchange) {
        eyes.finished(exchange);
        return endings();
    }

    /** What the walks that have ended have to tell. */
    List<Observation> endings() {
        return scans.endings().observations();
    }

    /** ARM answers; headers are given as names and values in turn. */
    static void reply(Exchange exchange, int status, String body, String... headers) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status);
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        exchange.getMessage().setBody(new Answer(response, body.getBytes(UTF_8)));
    }

    Answers answers() {
        return answers;
    }

    Eyes eyes() {
        return eyes;
    }

    Scans scans() {
        return scans;
    }

    Pages pages() {
        return pages;
    }

    AbsenceCheck absence() {
        return absence;
    }

    FollowUpRequests followUps() {
        return followUps;
    }

    Work work() {
        return work;
    }

    Credentials credentials() {
        return credentials;
    }

    Rests rests() {
        return rests;
    }

    void pass(Duration passing) {
        time.pass(passing);
    }

    Instant now() {
        return time.instant();
    }

    /** An exchange of a worker that has this to do. */
    Exchange exchange(ArmRequest request) {
        work.add(request);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        PollExchange.work(exchange, work);
        return exchange;
    }

    /** An exchange of a worker that makes this call. */
    Exchange asked(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(eyes.next(exchange)).isTrue();
        return exchange;
    }

    /** A call of the worker that is under way. */
    Poll poll(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(eyes.next(exchange)).isTrue();
        return PollExchange.poll(exchange);
    }
}
