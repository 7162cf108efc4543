package io.armwatch.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
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

class ScansTest {
    private static final String SUBSCRIPTION = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    static final String BATCH = "batch-account";
    private static final String GROUP_LIST =
            "/subscriptions/" + SUBSCRIPTION + "/resourcegroups/g/providers/microsoft.batch/batchaccounts";
    private static final Map<String, String> SCHEDULES = Map.of(BATCH, "0 * * * * ?");

    private final Desk.MovableTime time = new Desk.MovableTime();
    private final FakeStore store = new FakeStore();

    private final Rests rests = new Rests(new Schedules(SCHEDULES), time, time::nanos);

    /** One scope, and nothing known. */
    static Scans scans() {
        ScansTest test = new ScansTest();
        try {
            return test.scans(new Memory(test.store));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Scans scans(Memory memory) throws Exception {
        return scans(memory, "/providers/Microsoft.Batch/batchAccounts/*");
    }

    private Scans scans(Memory memory, String... below) throws Exception {
        ScopeParser parser = new ScopeParser(
                Sources.all().stream().map(Source::type).distinct().toList());
        List<Scope> scopes = new ArrayList<>();
        for (String each : below) {
            scopes.add(parser.parse("/subscriptions/" + SUBSCRIPTION + each, 1));
        }
        Settings settings = new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 4, Duration.ofSeconds(1), 1),
                new Settings.Watch(scopes, SCHEDULES, false, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
        return new Scans(
                settings,
                memory,
                rests,
                new Budget(1, time::nanos),
                new Scans.Time(time, time::nanos),
                new SimpleMeterRegistry());
    }

    /** A scan as a tick begins it, or as whatever else does; how many calls it comes to. */
    private static int calls(Scans scans, boolean tick) throws InterruptedException {
        Work work = scans.begin(BATCH, tick);
        int calls = 0;
        while (work != null && !work.isEmpty()) {
            QueuedRequest ask = work.take().orElseThrow();
            Walk walk = ask.request().walk();
            work.done(ask);
            calls++;
            if (walk.closed()) {
                scans.ended(walk.scan());
            }
        }
        return calls;
    }

    @Test
    void nothing_is_scanned_before_what_is_known_has_been_restored() throws Exception {
        Scans scans = scans(new Memory(store));
        assertThat(calls(scans, true)).isZero();
        scans.open();

        assertThat(calls(scans, true)).isEqualTo(1);
    }

    /** Else what another process held until it ended would go unpolled until the next tick. */
    @Test
    void what_a_process_comes_to_hold_is_scanned_at_once_and_once() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        assertThat(calls(scans, false)).isEqualTo(1);
        assertThat(calls(scans, false)).isZero();
        store.take();

        assertThat(calls(scans, false)).isEqualTo(1);
        assertThat(calls(scans, false)).isZero();
        assertThat(calls(scans, true)).isEqualTo(1);
    }

    /** A process keeps most of what it holds when the work is shared out anew, and can look at none of it until that is done. */
    @Test
    void what_a_tick_found_out_of_reach_is_scanned_as_soon_as_it_is_back_and_once() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        assertThat(calls(scans, true)).isEqualTo(1);
        store.held(false);
        assertThat(calls(scans, true)).isZero();
        store.held(true);

        assertThat(calls(scans, false)).isEqualTo(1);
        assertThat(calls(scans, false)).isZero();
    }

    @Test
    void what_another_process_holds_is_not_scanned() throws Exception {
        Scans scans = scans(new Memory(new FakeStore.Elsewhere()));
        scans.open();

        assertThat(calls(scans, true)).isZero();
        assertThat(scans.held()).isEmpty();
        assertThat(scans(new Memory(store)).held()).containsExactly(SUBSCRIPTION);
    }

    /** A thousand scans of one resource each would prove no more, and each one's end is an event. */
    @Test
    void single_resources_are_one_walk_and_those_that_rest_are_not_seen() throws Exception {
        String group = "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/";
        Scans scans = scans(new Memory(store), group + "one", group + "two", group + "three");
        String key = ("/subscriptions/" + SUBSCRIPTION + group + "two").toLowerCase(Locale.ROOT);
        rests.failed(key, BATCH, true, Optional.of(Duration.ofHours(1)));
        scans.open();

        Work work = requireNonNull(scans.begin(BATCH, true));
        Walk walk = work.take().orElseThrow().request().walk();
        assertThat(work.take().orElseThrow().request().walk()).isSameAs(walk);
        assertThat(work.isEmpty()).isTrue();
        walk.unchanged();
        walk.unchanged();
        assertThat(walk.completed())
                .isEqualTo(
                        new ScanCompleted(BATCH, "/subscriptions/" + SUBSCRIPTION, Walks.NOON, 3, 2, 2, 0, 1, false));
    }

    @Test
    void while_kafka_is_away_nothing_is_asked_and_what_was_due_begins_when_it_is_back() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        assertThat(calls(scans, true)).isEqualTo(1);
        scans.pause();
        assertThat(calls(scans, true)).isZero();
        assertThat(scans.owedSources()).isEmpty();
        scans.resume();

        assertThat(scans.owedSources()).containsExactly(BATCH);
        assertThat(calls(scans, false)).isEqualTo(1);
        assertThat(scans.owedSources()).isEmpty();
        assertThat(calls(scans, false)).isZero();
    }

    @Test
    void calls_that_wait_when_kafka_goes_away_are_made_when_it_is_back() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        assertThat(work.workers()).hasSize(1);
        scans.pause();
        assertThat(work.take()).isEmpty();
        assertThat(work.workers()).isEmpty();
        scans.resume();

        assertThat(work.workers()).hasSize(1);
        assertThat(work.take()).isPresent();
    }

    @Test
    void a_scan_of_which_something_was_not_sent_is_made_anew() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        QueuedRequest ask = work.take().orElseThrow();
        Walk walk = ask.request().walk();
        scans.owe(walk.scan());
        assertThat(scans.owedSources()).as("it runs").isEmpty();
        work.done(ask);
        scans.ended(walk.scan());

        assertThat(scans.owedSources()).containsExactly(BATCH);
        assertThat(calls(scans, false)).isEqualTo(1);
    }

    @Test
    void a_scan_that_cannot_begin_does_not_keep_the_next_from_beginning() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        store.failOnce();
        assertThat(calls(scans, true)).isZero();

        assertThat(calls(scans, true)).isEqualTo(1);
    }

    /** Who was to send that a walk has ended could not be started: its scan ran for ever. */
    @Test
    void ends_that_nobody_sent_are_sent_after_all() throws Exception {
        Scans scans = scans(new Memory(store));
        AtomicInteger asked = new AtomicInteger();
        scans.tellBy(asked::incrementAndGet);
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        scans.ends(work.take().orElseThrow().request().walk().scan(), List.of());
        time.pass(Duration.ofSeconds(10));
        scans.watch();
        assertThat(asked).hasValue(1);
        time.pass(Duration.ofSeconds(1));
        scans.watch();

        assertThat(asked).hasValue(2);
    }

    @Test
    void a_scan_that_cannot_end_is_given_up_and_made_anew() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        work.done(work.take().orElseThrow()); // and whoever was to close its walk is gone
        scans.watch();
        time.pass(Duration.ofSeconds(29));
        scans.watch();
        assertThat(scans.begin(BATCH, true)).isNull();
        time.pass(Duration.ofSeconds(31));
        scans.watch();

        assertThat(scans.owedSources()).containsExactly(BATCH);
        assertThat(calls(scans, false)).isEqualTo(1);
    }

    @Test
    void health_names_what_has_not_ended_for_three_periods_and_says_whether_armwatch_is_the_cause() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        assertThat(calls(scans, true)).isEqualTo(1);
        time.pass(Duration.ofMinutes(2));
        time.set(Duration.ofHours(-3));
        assertThat(scans.late()).isEmpty();
        time.pass(Duration.ofMinutes(2));

        assertThat(scans.late()).containsExactly(new Lateness.Late(BATCH, SUBSCRIPTION, Duration.ofMinutes(4), true));
        Work work = requireNonNull(scans.begin(BATCH, true));
        work.workers();
        assertThat(work.take()).isPresent();
        scans.watch();
        time.pass(Duration.ofMinutes(5));
        assertThat(scans.late())
                .extracting(Lateness.Late::stuck)
                .as("ARM is asked")
                .containsExactly(false);
        time.pass(Duration.ofMinutes(11));
        assertThat(scans.late()).extracting(Lateness.Late::stuck).containsExactly(true);
        scans.pause();
        assertThat(scans.late()).isEmpty();
    }

    /** Else readiness would be DOWN where armwatch waits as it should. */
    @Test
    void a_scan_of_which_every_list_is_in_backoff_is_not_late() throws Exception {
        Scans scans = scans(
                new Memory(store),
                "/providers/Microsoft.Batch/batchAccounts/*",
                "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/*");
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        Walk walk = work.take().orElseThrow().request().walk();
        rests.failed(
                walk.part().listing().id().key() + Target.LIST + BATCH, BATCH, true, Optional.of(Duration.ofHours(1)));
        rests.failed(GROUP_LIST + Target.LIST + BATCH, BATCH, true, Optional.of(Duration.ofHours(1)));
        scans.ended(walk.scan());
        for (int minute = 0; minute < 6; minute++) {
            time.pass(Duration.ofMinutes(1));
            assertThat(scans.begin(BATCH, true)).isNull();
            scans.watch();
        }

        assertThat(scans.late()).isEmpty();
    }

    @Test
    void a_scan_whose_end_is_being_sent_is_not_given_up() throws Exception {
        Scans scans = scans(new Memory(store));
        scans.open();
        Work work = requireNonNull(scans.begin(BATCH, true));
        QueuedRequest ask = work.take().orElseThrow();
        work.done(ask);
        scans.ends(ask.request().walk().scan(), List.of());
        scans.endings();
        scans.watch();
        time.pass(Duration.ofMinutes(2));
        scans.watch();

        assertThat(scans.owedSources()).isEmpty();
    }

    @Test
    void scans_begin_also_where_the_published_states_cannot_be_compared() throws Exception {
        store.failOnce();
        Scans scans = scans(new Memory(store));

        scans.reconcilePublished();
        scans.open();

        assertThat(calls(scans, true)).isEqualTo(1);
    }

    /** Else a scan could end, and armwatch with it, before that is told. */
    @Test
    void what_ends_is_told_together_and_ends_when_that_was_sent() throws Exception {
        Scans scans = scans(new Memory(store));
        AtomicInteger asked = new AtomicInteger();
        scans.tellBy(asked::incrementAndGet);
        scans.open();
        Walk walk = requireNonNull(scans.begin(BATCH, true))
                .take()
                .orElseThrow()
                .request()
                .walk();
        scans.ends(walk.scan(), List.of());
        scans.ends(walk.scan(), List.of());
        assertThat(asked).hasValue(1);

        Exchange sends = new DefaultExchange(new DefaultCamelContext(false));
        assertThat(new FinishedScansReport(scans).take(sends)).isEmpty();
        assertThat(scans.begin(BATCH, true)).isNull();
        UnitOfWorkHelper.doneSynchronizations(
                sends, sends.getExchangeExtension().handoverCompletions());
        assertThat(scans.begin(BATCH, true)).isNotNull();
        scans.ends(walk.scan(), List.of());
        assertThat(asked).hasValue(2);
    }

    /** Else a right that is missing on the whole would hide for an hour what may be read. */
    @Test
    void what_is_named_itself_is_polled_while_the_list_that_holds_it_is_in_backoff() throws Exception {
        String accounts = "/providers/Microsoft.Batch/batchAccounts/";
        Scans scans = scans(new Memory(store), accounts + "*", "/resourceGroups/g" + accounts + "one");
        String list = ("/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts?" + BATCH)
                .toLowerCase(Locale.ROOT);
        scans.open();
        assertThat(calls(scans, true)).isEqualTo(1);
        rests.failed(list, BATCH, true, Optional.of(Duration.ofHours(1)));

        Work work = requireNonNull(scans.begin(BATCH, true));
        ArmRequest request = work.take().orElseThrow().request();
        assertThat(request.path()).endsWith("/one");
        assertThat(work.isEmpty()).isTrue();
        assertThat(request.walk().completed().complete()).isFalse();
    }

    @Test
    void where_all_is_in_backoff_no_scan_begins() throws Exception {
        String accounts = "/providers/Microsoft.Batch/batchAccounts";
        Scans scans = scans(new Memory(store), accounts + "/*", "/resourceGroups/g" + accounts + "/one");
        String subscription = "/subscriptions/" + SUBSCRIPTION;
        for (String key : List.of(accounts + "?" + BATCH, "/resourceGroups/g" + accounts + "/one")) {
            rests.failed((subscription + key).toLowerCase(Locale.ROOT), BATCH, true, Optional.of(Duration.ofHours(1)));
        }
        scans.open();

        assertThat(scans.begin(BATCH, true)).isNull();
        time.pass(Duration.ofHours(2));
        assertThat(calls(scans, true)).isEqualTo(1);
    }
}
