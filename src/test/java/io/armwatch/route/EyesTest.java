package io.armwatch.route;

import static io.armwatch.route.MapsAccount.BODY;
import static io.armwatch.route.MapsAccount.MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.source.Example;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

class EyesTest {
    private final FakeStore store = new FakeStore();
    private final Desk desk = new Desk(new Memory(store));
    private final ArmRequest request = MapsAccount.request();
    private final Walk walk = request.walk();

    /** As Camel does when a worker's part of the split is over. */
    private static void over(Exchange worker) {
        UnitOfWorkHelper.doneSynchronizations(
                worker, worker.getExchangeExtension().handoverCompletions());
    }

    private Exchange worker() throws InterruptedException {
        Exchange exchange = desk.exchange(request);
        assertThat(desk.work().workers()).hasSize(1);
        assertThat(desk.eyes().next(exchange)).isTrue();
        return exchange;
    }

    /** Else it would be missing for ever, and its scan never end. */
    @Test
    void a_worker_that_ends_in_the_middle_of_a_call_gives_back_what_it_had() throws Exception {
        for (int i = 1; i <= Desk.CONCURRENCY + 1; i++) {
            over(worker());
            assertThat(walk.completed().failed()).isEqualTo(i);
        }
    }

    @Test
    void a_worker_that_has_come_to_its_end_gives_nothing_back_twice() throws Exception {
        for (int i = 1; i <= Desk.CONCURRENCY; i++) {
            Exchange exchange = worker();
            Desk.reply(exchange, 403, "");
            desk.answered(exchange);
            assertThat(desk.eyes().next(exchange)).isFalse();
            over(exchange);
            assertThat(walk.completed().failed()).isEqualTo(i);
        }
        for (int i = 0; i < 2 * Desk.CONCURRENCY; i++) {
            desk.work().add(request);
        }
        assertThat(desk.work().workers()).hasSize(Desk.CONCURRENCY);
    }

    @Test
    void what_was_seen_counts_for_the_scan_after_it_was_sent() throws Exception {
        Exchange exchange = desk.asked(request);
        Desk.reply(exchange, 200, BODY.toString());

        assertThat(desk.answers().answered(exchange)).hasOnlyElementsOfType(Seen.class);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("no broker"));
        new Sending(new SimpleMeterRegistry(), desk.scans()).failed(exchange);

        assertThat(desk.finished(exchange))
                .singleElement()
                .isInstanceOfSatisfying(
                        Scanned.class,
                        scanned -> assertThat(scanned.scan().complete()).isFalse());
        assertThat(desk.finished(exchange)).isEmpty();
    }

    @Test
    void a_resource_that_another_process_holds_is_not_asked_for() throws Exception {
        Desk elsewhere = new Desk(new Memory(new FakeStore.Elsewhere()));

        assertThat(elsewhere.eyes().next(elsewhere.exchange(request))).isFalse();
        assertThat(walk.completed().complete()).isFalse();
    }

    private void seenOnce() throws Exception {
        store.knows(MAPS, BODY);
        Exchange exchange = desk.asked(request);
        Desk.reply(exchange, 200, BODY.toString());
        desk.answered(exchange);
        assertThat(desk.eyes().next(exchange)).isFalse();
    }

    @Test
    void what_is_known_leads_to_the_next_call_and_the_last_one_to_the_end_of_the_walk() throws Exception {
        seenOnce();
        ArmRequest again = MapsAccount.request();
        Exchange exchange = desk.asked(again);
        desk.work().add(again);
        Poll first = PollExchange.poll(exchange);
        Desk.reply(exchange, 200, BODY.toString());

        assertThat(desk.answers().showsWhatIsKnown(exchange)).isTrue();
        assertThat(desk.eyes().goesOn(exchange)).isTrue();
        assertThat(PollExchange.poll(exchange)).isNotSameAs(first);
        Desk.reply(exchange, 200, BODY.toString());
        assertThat(desk.answers().showsWhatIsKnown(exchange)).isTrue();
        assertThat(desk.eyes().goesOn(exchange)).isFalse();
        assertThat(desk.answers().answered(exchange)).isEmpty();
        assertThat(desk.finished(exchange))
                .singleElement()
                .isInstanceOfSatisfying(
                        Scanned.class,
                        scanned -> assertThat(scanned.scan().unchanged()).isEqualTo(2));
        assertThat(desk.finished(exchange)).isEmpty();
        assertThat(desk.eyes().next(exchange)).isFalse();
        assertThat(desk.work().isEmpty()).isTrue();
    }

    @Test
    void a_worker_that_goes_on_and_finds_nothing_to_do_gives_back_what_it_had() throws Exception {
        seenOnce();
        ArmRequest again = MapsAccount.request();
        Walk waiting = again.walk();
        waiting.opened();
        for (int i = 0; i < 200; i++) {
            Exchange exchange = desk.asked(again);
            Desk.reply(exchange, 200, BODY.toString());
            assertThat(desk.answers().showsWhatIsKnown(exchange)).isTrue();
            assertThat(desk.eyes().goesOn(exchange)).isFalse();
            assertThat(desk.answers().answered(exchange)).isEmpty();
            assertThat(desk.eyes().next(exchange)).isFalse();
            desk.pass(Duration.ofSeconds(1));
        }
        assertThat(waiting.completed().unchanged()).isEqualTo(200);
    }

    @Test
    void a_difference_goes_along_the_route() throws Exception {
        seenOnce();
        Exchange exchange = desk.asked(request);
        Desk.reply(exchange, 200, Example.with(BODY, "/primaryKey", "another").toString());

        assertThat(desk.answers().showsWhatIsKnown(exchange)).isFalse();
    }

    @Test
    void a_worker_that_is_stopped_in_its_turn_ends_without_a_word() throws Exception {
        seenOnce();
        Exchange exchange = desk.asked(request);
        Desk.reply(exchange, 200, BODY.toString());
        assertThat(desk.answers().showsWhatIsKnown(exchange)).isTrue();
        desk.work().close();

        assertThat(desk.eyes().goesOn(exchange)).isFalse();
        assertThat(desk.answers().answered(exchange)).isEmpty();
        assertThat(desk.finished(exchange)).isEmpty();
        assertThat(desk.eyes().next(exchange)).isFalse();
    }
}
