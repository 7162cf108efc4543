package io.armwatch.poll;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.OverdueScans;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.FinishedScansReport;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

public class ScanSchedulerTest {
    private static final String SUBSCRIPTION = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    public static final String BATCH = "batch-account";
    private static final String GROUP_LIST =
            "/subscriptions/" + SUBSCRIPTION + "/resourcegroups/g/providers/microsoft.batch/batchaccounts";
    private static final Map<String, String> SCHEDULES = Map.of(BATCH, "0 * * * * ?");

    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final InMemoryStateStore store = new InMemoryStateStore();

    private final PollBackoff backoff = new PollBackoff(new Schedules(SCHEDULES), time, time::nanos);

    /** One scope, and nothing known. */
    public static ScanScheduler scans() {
        ScanSchedulerTest test = new ScanSchedulerTest();
        try {
            return test.scans(new KnownStateCache(test.store));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ScanScheduler scans(KnownStateCache cache) throws Exception {
        return scans(cache, "/providers/Microsoft.Batch/batchAccounts/*");
    }

    private ScanScheduler scans(KnownStateCache cache, String... below) throws Exception {
        ScopeParser parser = new ScopeParser(
                Sources.all().stream().map(Source::type).distinct().toList());
        List<Scope> scopes = new ArrayList<>();
        for (String each : below) {
            String scope = each.startsWith("/subscriptions/") ? each : "/subscriptions/" + SUBSCRIPTION + each;
            scopes.add(parser.parse(scope, 1));
        }
        Settings settings = new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 4, Duration.ofSeconds(1), 1),
                new Settings.Watch(scopes, SCHEDULES, false, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
        return new ScanScheduler(
                settings,
                cache,
                backoff,
                new Budget(1, time::nanos),
                new ScanScheduler.Time(time, time::nanos),
                new SimpleMeterRegistry());
    }

    /** A scan as a tick begins it, or as whatever else does; how many calls it comes to. */
    private static int calls(ScanScheduler scheduler, boolean tick) throws InterruptedException {
        RequestQueue queue = scheduler.begin(BATCH, tick);
        int calls = 0;
        while (queue != null && !queue.isEmpty()) {
            QueuedRequest queued = queue.take().orElseThrow();
            Scan scan = queued.request().scan();
            queue.finish(queued);
            calls++;
            if (scan.finishRequest()) {
                scheduler.endScan(scan.run());
            }
        }
        return calls;
    }

    @Test
    void nothing_is_scanned_before_what_is_known_has_been_restored() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        assertThat(calls(scheduler, true)).isZero();
        scheduler.open();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** Else what another process held until it ended would go unpolled until the next tick. */
    @Test
    void what_a_process_comes_to_hold_is_scanned_at_once_and_once() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(calls(scheduler, false)).isZero();
        store.take();

        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(calls(scheduler, false)).isZero();
        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** A process keeps most of what it holds when the work is shared out anew, and can look at none of it until that is done. */
    @Test
    void what_a_tick_found_out_of_reach_is_scanned_as_soon_as_it_is_back_and_once() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        assertThat(calls(scheduler, true)).isEqualTo(1);
        store.held(false);
        assertThat(calls(scheduler, true)).isZero();
        store.held(true);

        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(calls(scheduler, false)).isZero();
    }

    @Test
    void what_another_process_holds_is_not_scanned() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(new InMemoryStateStore.Elsewhere()));
        scheduler.open();

        assertThat(calls(scheduler, true)).isZero();
        assertThat(scheduler.heldSubscriptions()).isEmpty();
        assertThat(scans(new KnownStateCache(store)).heldSubscriptions()).containsExactly(SUBSCRIPTION);
    }

    /** A thousand scans of one resource each would prove no more, and each one's end is an event. */
    @Test
    void single_resources_are_one_walk_and_those_that_rest_are_not_seen() throws Exception {
        String group = "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/";
        ScanScheduler scheduler = scans(new KnownStateCache(store), group + "one", group + "two", group + "three");
        String key = ("/subscriptions/" + SUBSCRIPTION + group + "two").toLowerCase(Locale.ROOT);
        backoff.backOff(key, BATCH, true, Optional.of(Duration.ofHours(1)));
        scheduler.open();

        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        Scan scan = queue.take().orElseThrow().request().scan();
        assertThat(queue.take().orElseThrow().request().scan()).isSameAs(scan);
        assertThat(queue.isEmpty()).isTrue();
        scan.countUnchanged();
        scan.countUnchanged();
        assertThat(scan.summary())
                .isEqualTo(new ScanCompleted(
                        BATCH, "/subscriptions/" + SUBSCRIPTION, ScanFixtures.NOON, 3, 2, 2, 0, 1, false));
    }

    @Test
    void while_kafka_is_away_nothing_is_asked_and_what_was_due_begins_when_it_is_back() throws Exception {
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
    void a_scan_of_which_something_was_not_sent_is_made_anew() throws Exception {
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
    void a_scan_that_cannot_begin_does_not_keep_the_next_from_beginning() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        store.failOnce();
        assertThat(calls(scheduler, true)).isZero();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** Who was to send that a walk has ended could not be started: its scan ran for ever. */
    @Test
    void ends_that_nobody_sent_are_sent_after_all() throws Exception {
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

    /** A busy source must not hide it. */
    @Test
    void a_scan_that_cannot_end_is_given_up_while_another_subscription_of_its_source_is_polled() throws Exception {
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

    @Test
    void a_scan_that_cannot_end_is_given_up_and_made_anew() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        queue.finish(queue.take().orElseThrow()); // and whoever was to close its walk is gone
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
    void a_scan_of_which_every_list_is_in_backoff_is_not_late() throws Exception {
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

        assertThat(scheduler.overdueScans()).isEmpty();
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

    @Test
    void scans_begin_also_where_the_published_states_cannot_be_compared() throws Exception {
        store.failOnce();
        ScanScheduler scheduler = scans(new KnownStateCache(store));

        scheduler.upkeep().comparePublished();
        scheduler.open();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** Else a scan could end, and armwatch with it, before that is told. */
    @Test
    void what_ends_is_told_together_and_ends_when_that_was_sent() throws Exception {
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

    /** Else a right that is missing on the whole would hide for an hour what may be read. */
    @Test
    void what_is_named_itself_is_polled_while_the_list_that_holds_it_is_in_backoff() throws Exception {
        String accounts = "/providers/Microsoft.Batch/batchAccounts/";
        ScanScheduler scheduler =
                scans(new KnownStateCache(store), accounts + "*", "/resourceGroups/g" + accounts + "one");
        String list = ("/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts?" + BATCH)
                .toLowerCase(Locale.ROOT);
        scheduler.open();
        assertThat(calls(scheduler, true)).isEqualTo(1);
        backoff.backOff(list, BATCH, true, Optional.of(Duration.ofHours(1)));

        RequestQueue queue = requireNonNull(scheduler.begin(BATCH, true));
        ArmRequest request = queue.take().orElseThrow().request();
        assertThat(request.path()).endsWith("/one");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(request.scan().summary().complete()).isFalse();
    }

    @Test
    void where_all_is_in_backoff_no_scan_begins() throws Exception {
        String accounts = "/providers/Microsoft.Batch/batchAccounts";
        ScanScheduler scheduler =
                scans(new KnownStateCache(store), accounts + "/*", "/resourceGroups/g" + accounts + "/one");
        String subscription = "/subscriptions/" + SUBSCRIPTION;
        for (String key : List.of(accounts + "?" + BATCH, "/resourceGroups/g" + accounts + "/one")) {
            backoff.backOff(
                    (subscription + key).toLowerCase(Locale.ROOT), BATCH, true, Optional.of(Duration.ofHours(1)));
        }
        scheduler.open();

        assertThat(scheduler.begin(BATCH, true)).isNull();
        time.pass(Duration.ofHours(2));
        assertThat(calls(scheduler, true)).isEqualTo(1);
    }
}
