package io.armwatch.poll;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.OverdueScans;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.route.FinishedScansReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

/** Scans that are interrupted, late or never end. */
class InterruptedScansTest extends ScanSchedulerFixture {
    @Test
    void while_kafka_is_away_nothing_is_polled_and_due_scans_begin_when_it_is_back() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        assertThat(calls(scheduler, true)).isEqualTo(1);
        scheduler.pause();
        assertThat(calls(scheduler, true)).isZero();
        assertThat(scheduler.dueSources()).isEmpty();
        scheduler.resume();

        assertThat(scheduler.dueSources()).containsExactly(BATCH);
        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(scheduler.dueSources()).isEmpty();
        assertThat(calls(scheduler, false)).isZero();
    }

    @Test
    void calls_that_wait_when_kafka_goes_away_are_made_when_it_is_back() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        assertThat(queue.claimWorkers()).hasSize(1);
        scheduler.pause();
        assertThat(queue.take()).isEmpty();
        assertThat(queue.claimWorkers()).isEmpty();
        scheduler.resume();

        assertThat(queue.claimWorkers()).hasSize(1);
        assertThat(queue.take()).isPresent();
    }

    @Test
    void a_scan_with_an_unsent_observation_is_repeated() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        QueuedRequest queued = queue.take().orElseThrow();
        Scan scan = queued.request().scan();
        scheduler.markDue(scan.run());
        assertThat(scheduler.dueSources()).as("it runs").isEmpty();
        queue.finish(queued);
        scheduler.endScan(scan.run());

        assertThat(scheduler.dueSources()).containsExactly(BATCH);
        assertThat(calls(scheduler, false)).isEqualTo(1);
    }

    @Test
    void a_scan_that_cannot_begin_does_not_block_the_next() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        store.failOnce();
        assertThat(calls(scheduler, true)).isZero();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** The sender of scan ends could not be started: without this the scan would never end. */
    @Test
    void unsent_scan_ends_are_sent_later() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        AtomicInteger asked = new AtomicInteger();
        scheduler.sendBy(asked::incrementAndGet);
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        scheduler.addFinished(queue.take().orElseThrow().request().scan().run(), List.of());
        time.pass(Duration.ofSeconds(10));
        scheduler.watch();
        assertThat(asked).hasValue(1);
        time.pass(Duration.ofSeconds(1));
        scheduler.watch();

        assertThat(asked).hasValue(2);
    }

    @Test
    void a_scan_that_cannot_end_is_abandoned_and_repeated() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        queue.finish(queue.take().orElseThrow()); // and nothing ends its scan
        scheduler.watch();
        time.pass(Duration.ofSeconds(29));
        scheduler.watch();
        assertThat(scheduler.begin(BATCH, true)).isNull();
        time.pass(Duration.ofSeconds(31));
        scheduler.watch();

        assertThat(scheduler.dueSources()).containsExactly(BATCH);
        assertThat(calls(scheduler, false)).isEqualTo(1);
    }

    @Test
    void health_names_what_has_not_ended_for_three_periods_and_says_whether_armwatch_is_the_cause() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        assertThat(calls(scheduler, true)).isEqualTo(1);
        time.pass(Duration.ofMinutes(2));
        time.set(Duration.ofHours(-3));
        assertThat(scheduler.overdueScans()).isEmpty();
        time.pass(Duration.ofMinutes(2));

        assertThat(scheduler.overdueScans())
                .containsExactly(new OverdueScans.Late(BATCH, SUBSCRIPTION, Duration.ofMinutes(4), true));
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        queue.claimWorkers();
        assertThat(queue.take()).isPresent();
        scheduler.watch();
        time.pass(Duration.ofMinutes(5));
        assertThat(scheduler.overdueScans())
                .extracting(OverdueScans.Late::stuck)
                .as("ARM is asked")
                .containsExactly(false);
        time.pass(Duration.ofMinutes(11));
        assertThat(scheduler.overdueScans())
                .extracting(OverdueScans.Late::stuck)
                .containsExactly(true);
        scheduler.pause();
        assertThat(scheduler.overdueScans()).isEmpty();
    }

    /** Else readiness would be DOWN where armwatch waits as it should. */
    @Test
    void a_scan_of_which_every_list_is_in_backoff_is_late_but_not_stuck() throws Exception {
        ScanScheduler scheduler = scans(
                new KnownStateCache(store),
                "/providers/Microsoft.Batch/batchAccounts/*",
                "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/*");
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        Scan scan = queue.take().orElseThrow().request().scan();
        backoff.backOff(
                scan.part().listing().id().key() + Target.LIST + BATCH, BATCH, true, Optional.of(Duration.ofHours(1)));
        backoff.backOff(GROUP_LIST + Target.LIST + BATCH, BATCH, true, Optional.of(Duration.ofHours(1)));
        scheduler.endScan(scan.run());
        for (int minute = 0; minute < 6; minute++) {
            time.pass(Duration.ofMinutes(1));
            assertThat(scheduler.begin(BATCH, true)).isNull();
            scheduler.watch();
        }

        assertThat(scheduler.overdueScans())
                .containsExactly(new OverdueScans.Late(BATCH, SUBSCRIPTION, Duration.ofMinutes(6), false));
    }

    /** As where ARM is away: scans end, and none has seen anything. */
    @Test
    void scans_that_end_and_are_never_complete_are_late_but_not_stuck() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        for (int minute = 0; minute < 4; minute++) {
            assertThat(scheduler.overdueScans()).isEmpty();
            endScan(scheduler, false);
            time.pass(Duration.ofMinutes(1));
        }

        assertThat(scheduler.overdueScans())
                .containsExactly(new OverdueScans.Late(BATCH, SUBSCRIPTION, Duration.ofMinutes(4), false));
        endScan(scheduler, true);
        assertThat(scheduler.overdueScans()).isEmpty();
    }

    private void endScan(ScanScheduler scheduler, boolean complete) throws InterruptedException {
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        QueuedRequest queued = queue.take().orElseThrow();
        queue.finish(queued);
        ScanRun run = queued.request().scan().run();
        run.concludeScan(complete);
        scheduler.endScan(run);
    }

    @Test
    void a_scan_whose_end_is_being_sent_is_not_given_up() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        QueuedRequest queued = queue.take().orElseThrow();
        queue.finish(queued);
        scheduler.addFinished(queued.request().scan().run(), List.of());
        scheduler.takeFinished();
        scheduler.watch();
        time.pass(Duration.ofMinutes(2));
        scheduler.watch();

        assertThat(scheduler.dueSources()).isEmpty();
    }

    /** Else a scan, and armwatch with it, could end before that is published. */
    @Test
    void scan_ends_are_sent_together_and_count_once_sent() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        AtomicInteger asked = new AtomicInteger();
        scheduler.sendBy(asked::incrementAndGet);
        scheduler.open();
        Scan scan = requireNonNull(scheduler.begin(BATCH, true))
                .take()
                .orElseThrow()
                .request()
                .scan();
        scheduler.addFinished(scan.run(), List.of());
        scheduler.addFinished(scan.run(), List.of());
        assertThat(asked).hasValue(1);

        Exchange sends = new DefaultExchange(new DefaultCamelContext(false));
        assertThat(new FinishedScansReport(scheduler).take(sends)).isEmpty();
        assertThat(scheduler.begin(BATCH, true)).isNull();
        UnitOfWorkHelper.doneSynchronizations(
                sends, sends.getExchangeExtension().handoverCompletions());
        assertThat(scheduler.begin(BATCH, true)).isNotNull();
        scheduler.addFinished(scan.run(), List.of());
        assertThat(asked).hasValue(2);
    }

    /** A busy source must not hide it. */
    @Test
    void a_scan_that_cannot_end_is_abandoned_while_another_subscription_of_its_source_is_polled() throws Exception {
        String other = "/subscriptions/7b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/providers/Microsoft.Batch/batchAccounts/*";
        ScanScheduler scheduler =
                scans(new KnownStateCache(store), "/providers/Microsoft.Batch/batchAccounts/*", other);
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        queue.finish(queue.take().orElseThrow());
        assertThat(queue.take())
                .as("a request of the other subscription is in flight")
                .isPresent();
        scheduler.watch();
        time.pass(Duration.ofSeconds(31));
        scheduler.watch();

        assertThat(scheduler.dueSources()).containsExactly(BATCH);
    }

    /** Else nobody would find it on a busy machine, where some scan ends at any time. */
    @Test
    void a_scan_that_cannot_end_is_abandoned_while_the_end_of_another_is_being_sent() throws Exception {
        String other = "/subscriptions/7b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/providers/Microsoft.Batch/batchAccounts/*";
        ScanScheduler scheduler =
                scans(new KnownStateCache(store), "/providers/Microsoft.Batch/batchAccounts/*", other);
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        queue.finish(queue.take().orElseThrow());
        QueuedRequest last = queue.take().orElseThrow();
        queue.finish(last);
        scheduler.addFinished(last.request().scan().run(), List.of());
        scheduler.watch();
        time.pass(Duration.ofSeconds(31));
        scheduler.watch();

        assertThat(scheduler.dueSources()).containsExactly(BATCH);
    }
}
