package io.armwatch.poll;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tick starts. */
class ScanSchedulerTest extends ScanSchedulerFixture {
    @Test
    void nothing_is_scanned_before_what_is_known_has_been_restored() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        assertThat(calls(scheduler, true)).isZero();
        scheduler.open();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** Else what another process held until it ended would go unpolled until the next tick. */
    @Test
    void a_newly_held_subscription_is_scanned_at_once_and_once() throws Exception {
        ScanScheduler scheduler = scans(new KnownStateCache(store));
        scheduler.open();
        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(calls(scheduler, false)).isZero();
        store.take();

        assertThat(calls(scheduler, false)).isEqualTo(1);
        assertThat(calls(scheduler, false)).isZero();
        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** A process keeps most of what it holds when the work is redistributed, and can poll none of it until that is done. */
    @Test
    void a_subscription_missed_by_a_tick_is_scanned_once_it_is_back() throws Exception {
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
    void single_resources_share_one_scan_and_those_in_backoff_are_not_seen() throws Exception {
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
    void scans_begin_even_if_the_published_states_cannot_be_compared() throws Exception {
        store.failOnce();
        ScanScheduler scheduler = scans(new KnownStateCache(store));

        scheduler.upkeep().comparePublished();
        scheduler.open();

        assertThat(calls(scheduler, true)).isEqualTo(1);
    }

    /** Else a right that is missing on the whole would hide for an hour what may be read. */
    @Test
    void a_named_resource_is_polled_while_its_list_is_in_backoff() throws Exception {
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
    void no_scan_begins_if_everything_is_in_backoff() throws Exception {
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
