package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.change.Judgement;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.source.Fingerprints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

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
    private final Rests rests = new Rests(new Schedules(EVERY_MINUTE), time);
    private final SecretsGate secrets;
    private final Pages pages;
    private final Eyes eyes;
    private final Answers answers;
    private final Work work;

    Desk(Memory memory) {
        this(memory, false);
    }

    Desk(Memory memory, boolean apimKeys) {
        Fingerprints sha = Fingerprints.sha256();
        Looks looks = new Looks(memory, new Judgement(1), rests, sha, time, meters);
        this.secrets = new SecretsGate(apimKeys, time);
        this.pages = new Pages(memory, looks, rests, secrets, AzureCloud.PUBLIC.endpoint());
        Scans scans = new Scans(settings(apimKeys), memory, rests, budget, time, meters);
        this.eyes = new Eyes(memory, looks, pages, scans, rests, time);
        this.answers = new Answers(memory, looks, pages, scans, secrets, rests, new Retries(() -> 0.5), budget, time);
        this.work = new Work("any", budget, time::nanos, CONCURRENCY, new Semaphore(100));
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

        long nanos() {
            return Duration.between(Walks.NOON, now).toNanos();
        }

        void pass(Duration time) {
            now = now.plus(time);
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
    List<Observation> answered(Exchange exchange) throws IOException {
        List<Observation> told = new ArrayList<>(answers.answered(exchange));
        told.addAll(eyes.finished(exchange));
        return told;
    }

    Answers answers() {
        return answers;
    }

    Eyes eyes() {
        return eyes;
    }

    Pages pages() {
        return pages;
    }

    Work work() {
        return work;
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
        exchange.setProperty(Eyes.WORK, work);
        return exchange;
    }

    /** An exchange whose message is a request. */
    Exchange asked(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(eyes.next(exchange)).isTrue();
        exchange.getMessage().setHeader("Authorization", "Bearer secret");
        eyes.ask(exchange);
        return exchange;
    }

    /** A call of the worker that is under way. */
    Poll poll(ArmRequest request) throws InterruptedException {
        Exchange exchange = exchange(request);
        assertThat(eyes.next(exchange)).isTrue();
        return exchange.getProperty(Eyes.POLL, Poll.class);
    }
}
