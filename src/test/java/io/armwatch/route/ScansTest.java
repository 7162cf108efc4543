package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.config.Settings;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ScansTest {
    private static final String SUBSCRIPTION = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String BATCH = "batch-account";

    private final Desk.MovableTime time = new Desk.MovableTime();
    private final FakeStore store = new FakeStore();

    private Scans scans(Memory memory) throws Exception {
        Scope scope = new ScopeParser(
                        Sources.all().stream().map(Source::type).distinct().toList())
                .parse("/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts/*", 1);
        Map<String, String> schedules = Map.of(BATCH, "0 * * * * ?");
        Settings settings = new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 4, Duration.ofSeconds(1), 1),
                new Settings.Watch(List.of(scope), schedules, false, 1, Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "bench", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
        Rests rests = new Rests(new Schedules(schedules), time);
        return new Scans(settings, memory, rests, new Budget(1, time::nanos), time, new SimpleMeterRegistry());
    }

    /** A scan as a tick begins it, or as whatever else does; how many calls it comes to. */
    private static int calls(Scans scans, boolean tick) throws InterruptedException {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.getExchangeExtension().setFromRouteId(tick ? "poll-" + BATCH : "scan-run");
        exchange.getMessage().setBody(BATCH);
        Work work = scans.begin(exchange);
        int calls = 0;
        while (work != null && !work.isEmpty()) {
            Walk walk = work.take().orElseThrow().request().walk();
            work.done();
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
}
