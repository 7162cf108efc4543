package io.armwatch.route;

import static io.armwatch.poll.MapsAccountRequests.BODY;
import static io.armwatch.poll.MapsAccountRequests.MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.poll.MapsAccountRequests;
import io.armwatch.poll.Poll;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.OfficialExample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

class PollerTest {
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(store));
    private final ArmRequest request = MapsAccountRequests.request();
    private final Scan scan = request.scan();

    /** As Camel does when a worker's part of the split is over. */
    private static void over(Exchange worker) {
        UnitOfWorkHelper.doneSynchronizations(
                worker, worker.getExchangeExtension().handoverCompletions());
    }

    private Exchange worker() throws InterruptedException {
        Exchange exchange = bench.exchange(request);
        assertThat(bench.work().claimWorkers()).hasSize(1);
        assertThat(bench.poller().next(exchange)).isTrue();
        return exchange;
    }

    /** Else it would be missing for ever, and its scan never end. */
    @Test
    void a_worker_that_ends_in_the_middle_of_a_call_gives_back_what_it_had() throws Exception {
        for (int i = 1; i <= PollingFixture.CONCURRENCY + 1; i++) {
            over(worker());
            assertThat(scan.summary().failed()).isEqualTo(i);
        }
    }

    @Test
    void a_finished_worker_gives_nothing_back_twice() throws Exception {
        for (int i = 1; i <= PollingFixture.CONCURRENCY; i++) {
            Exchange exchange = worker();
            PollingFixture.reply(exchange, 403, "");
            bench.answered(exchange);
            assertThat(bench.poller().next(exchange)).isFalse();
            over(exchange);
            assertThat(scan.summary().failed()).isEqualTo(i);
        }
        for (int i = 0; i < 2 * PollingFixture.CONCURRENCY; i++) {
            bench.work().add(request);
        }
        assertThat(bench.work().claimWorkers()).hasSize(PollingFixture.CONCURRENCY);
    }

    @Test
    void a_request_that_cannot_begin_gives_its_slot_back_and_ends_its_scan_as_incomplete() throws Exception {
        for (int i = 0; i <= PollingFixture.CONCURRENCY; i++) {
            store.failOnce();
            assertThat(bench.poller().next(bench.exchange(request))).isFalse();
        }

        assertThat(scan.summary().complete()).isFalse();
        assertThat(bench.poller().next(bench.exchange(request))).isTrue();
    }

    @Test
    void what_was_seen_counts_for_the_scan_after_it_was_sent() throws Exception {
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, 200, BODY.toString());

        assertThat(bench.responses().answered(exchange)).hasOnlyElementsOfType(Seen.class);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("no broker"));
        new DeliveryReport(new PollMetrics(new SimpleMeterRegistry()), bench.scans()).failed(exchange);

        assertThat(bench.finished(exchange))
                .singleElement()
                .isInstanceOfSatisfying(
                        Scanned.class,
                        scanned -> assertThat(scanned.scan().complete()).isFalse());
        assertThat(bench.finished(exchange)).isEmpty();
    }

    @Test
    void a_resource_that_another_process_holds_is_not_polled() throws Exception {
        PollingFixture elsewhere = new PollingFixture(new KnownStateCache(new InMemoryStateStore.Elsewhere()));

        assertThat(elsewhere.poller().next(elsewhere.exchange(request))).isFalse();
        assertThat(scan.summary().complete()).isFalse();
    }

    private void seenOnce() throws Exception {
        store.knows(MAPS, BODY);
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, 200, BODY.toString());
        bench.answered(exchange);
        assertThat(bench.poller().next(exchange)).isFalse();
    }

    @Test
    void an_unchanged_answer_leads_to_the_next_request_and_the_last_one_ends_the_scan() throws Exception {
        seenOnce();
        ArmRequest again = MapsAccountRequests.request();
        Exchange exchange = bench.asked(again);
        bench.work().add(again);
        Poll first = PollExchange.poll(exchange);
        PollingFixture.reply(exchange, 200, BODY.toString());

        assertThat(bench.responses().confirmUnchanged(exchange)).isTrue();
        assertThat(bench.poller().startNext(exchange)).isTrue();
        assertThat(PollExchange.poll(exchange)).isNotSameAs(first);
        PollingFixture.reply(exchange, 200, BODY.toString());
        assertThat(bench.responses().confirmUnchanged(exchange)).isTrue();
        assertThat(bench.poller().startNext(exchange)).isFalse();
        assertThat(bench.responses().answered(exchange)).isEmpty();
        assertThat(bench.finished(exchange))
                .singleElement()
                .isInstanceOfSatisfying(
                        Scanned.class,
                        scanned -> assertThat(scanned.scan().unchanged()).isEqualTo(2));
        assertThat(bench.finished(exchange)).isEmpty();
        assertThat(bench.poller().next(exchange)).isFalse();
        assertThat(bench.work().isEmpty()).isTrue();
    }

    @Test
    void a_worker_that_goes_on_and_finds_nothing_to_do_gives_back_what_it_had() throws Exception {
        seenOnce();
        ArmRequest again = MapsAccountRequests.request();
        Scan waiting = again.scan();
        waiting.addRequest();
        for (int i = 0; i < 200; i++) {
            Exchange exchange = bench.asked(again);
            PollingFixture.reply(exchange, 200, BODY.toString());
            assertThat(bench.responses().confirmUnchanged(exchange)).isTrue();
            assertThat(bench.poller().startNext(exchange)).isFalse();
            assertThat(bench.responses().answered(exchange)).isEmpty();
            assertThat(bench.poller().next(exchange)).isFalse();
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(waiting.summary().unchanged()).isEqualTo(200);
    }

    @Test
    void a_difference_goes_along_the_route() throws Exception {
        seenOnce();
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(
                exchange,
                200,
                OfficialExample.with(BODY, "/primaryKey", "another").toString());

        assertThat(bench.responses().confirmUnchanged(exchange)).isFalse();
    }

    @Test
    void a_worker_that_is_stopped_ends_silently() throws Exception {
        seenOnce();
        Exchange exchange = bench.asked(request);
        PollingFixture.reply(exchange, 200, BODY.toString());
        assertThat(bench.responses().confirmUnchanged(exchange)).isTrue();
        bench.work().close();

        assertThat(bench.poller().startNext(exchange)).isFalse();
        assertThat(bench.responses().answered(exchange)).isEmpty();
        assertThat(bench.finished(exchange)).isEmpty();
        assertThat(bench.poller().next(exchange)).isFalse();
    }
}
