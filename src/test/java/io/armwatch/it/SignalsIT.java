package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What armwatch does on signals. No schedule is due in these tests. */
final class SignalsIT {
    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps1");
    private final String batch = resources.batch("batch1");
    private final String certificate = resources.certificate(batch);
    private final String subscription = resources.apim("sid1");
    private final List<String> all = List.of(maps, batch, certificate, subscription);
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private final SignalsFixture signals = new SignalsFixture(azure, List.of(TestResources.SUBSCRIPTION));

    @AfterEach
    void close() {
        signals.close();
        azure.close();
    }

    private EventReader reader() {
        return signals.armwatch().reader();
    }

    private void rotate(String account) {
        azure.call("POST", account + "/regenerateKey", "{\"keyType\":\"primary\"}");
    }

    private long rotations() {
        return reader().told(maps).stream()
                .filter(each -> each.type().equals("key.rotated"))
                .count();
    }

    /** From the moment at which the signal is written to the moment at which a consumer of committed records has the event. */
    @Test
    void a_rotated_key_is_published_within_two_seconds_of_its_signal() {
        signals.start(all);
        List<Long> millis = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            int count = i;
            rotate(maps);
            long from = System.nanoTime();
            signals.write(
                    "{\"records\":[{\"resourceId\":\"" + maps.toUpperCase(Locale.ROOT)
                            + "\",\"operationName\":\"MICROSOFT.MAPS/ACCOUNTS/REGENERATEKEY/ACTION\",\"resultType\":\"Success\"}]}");
            Awaitility.await("rotation " + i).pollInterval(Duration.ofMillis(2)).until(() -> {
                reader().poll(Duration.ofMillis(5));
                return rotations() == count;
            });
            millis.add(Duration.ofNanos(System.nanoTime() - from).toMillis());
            Awaitility.await("the second in which a resource is polled once")
                    .until(() ->
                            System.nanoTime() - from > Duration.ofMillis(1200).toNanos());
        }
        Collections.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "signal -> event of a rotated Maps key: median %d ms, 99 %% %d ms (%d signals)%n",
                millis.get(millis.size() / 2),
                millis.get(millis.size() - 1),
                millis.size());
        assertThat(millis).allMatch(each -> each < 2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "scan"})
    void a_resource_that_is_backed_off_is_polled_at_once(String kind) {
        Fault gone = azure.simulator().faults("""
                        - fault: the keys cannot be read
                          calls: { operation: Accounts_ListKeys }
                          answer: { status: 400, code: Broken, message: broken }
                        """).get(0);
        signals.start(List.of(batch, certificate, subscription));
        reader().await("poll.failed", maps);
        gone.close();
        long before = azure.asked(maps);

        signals.write("{\"" + kind + "\":\"" + (kind.equals("poll") ? maps : "maps-keys") + "\"}");

        reader().await("poll.recovered", maps);
        assertThat(azure.asked(maps)).isEqualTo(before + 1);
        assertThat(signals.count(kind, "accepted")).isEqualTo(1);
    }

    @Test
    void a_poll_of_something_below_a_watched_resource_polls_the_nearest_and_of_nothing_watched_polls_nothing() {
        signals.start(all);
        long before = azure.asked(maps);
        long calls = azure.simulator().calls().all().size();

        signals.poll(TestResources.PROVIDERS + "Microsoft.Compute/virtualMachines/vm1");
        signals.poll(TestResources.GROUP);
        signals.poll(
                "/subscriptions/00000000-0000-4000-8000-00000000000f/resourceGroups/rg1/providers/Microsoft.Maps/accounts/m");
        signals.awaitCount("poll", "unwatched", 3);
        assertThat(azure.simulator().calls().all()).hasSize((int) calls);

        signals.poll(maps + "/creators/creator1");
        Awaitility.await("a poll of the account").until(() -> azure.asked(maps) == before + 1);
        signals.awaitCount("poll", "accepted", 1);
    }

    @Test
    void events_of_azure_are_polls() {
        signals.start(all);
        azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
        signals.write("[{\"eventType\":\"Microsoft.Resources.ResourceWriteSuccess\",\"subject\":\"" + batch
                + "\",\"data\":{\"resourceUri\":\"" + batch
                + "\",\"operationName\":\"Microsoft.Batch/batchAccounts/write\"}}]");
        reader().await("resource.changed", batch);

        signals.write("not json");
        signals.write("{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"/blobServices/default\"}");
        signals.awaitCount("unknown", "unreadable", 1);
        signals.awaitCount("event-grid", "ignored", 1);
        assertThat(signals.count("event-grid", "accepted")).isEqualTo(1);
    }

    @Test
    void a_new_resource_is_discovered_and_a_deleted_one_reported_as_deleted() {
        signals.start(all);
        String created = TestResources.batchId("batch2");
        azure.call("PUT", created, "{\"location\":\"westus\"}");
        signals.poll(created);
        assertThat(reader().await("resource.discovered", created).data("location"))
                .isEqualTo("westus");

        azure.call("DELETE", batch, "");
        signals.poll(batch);
        reader().await("resource.deleted", batch);
    }

    @Test
    void a_scan_polls_a_source_or_scope_now() {
        signals.start(all);
        String created = TestResources.batchId("batch2");
        azure.call("PUT", created, "{\"location\":\"westus\"}");
        long before = azure.asked(maps);
        signals.write("{\"scan\":\"batch-account\"}");
        reader().await("resource.discovered", created);

        assertThat(azure.asked(maps)).isEqualTo(before);
        signals.write("{\"scan\":\"/subscriptions/*/\"}"); // a slash at the end is no fault
        Awaitility.await("a scan of everything").until(() -> azure.asked(maps) == before + 1);
        signals.write("{\"scan\":\"" + TestResources.PROVIDERS + "Microsoft.Maps/accounts/*\"}");
        Awaitility.await("a scan of the keys").until(() -> azure.asked(maps) == before + 2);
        signals.write("{\"scan\":\"/subscriptions/00000000-0000-4000-8000-00000000000f\"}");
        signals.awaitCount("scan", "unwatched", 1);
    }

    @Test
    void a_flood_of_scans_is_merged_to_one_a_second() throws Exception {
        signals.start(all);
        long before = azure.asked(maps);
        long from = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            signals.writeSoon("{\"scan\":\"" + (i % 2 == 0 ? "maps-keys" : TestResources.SUBSCRIPTION) + "\"}");
        }
        signals.flush();
        Awaitility.await("all signals")
                .until(() -> signals.count("scan", "accepted") + signals.count("scan", "merged") == 10_000);
        rotate(maps);
        signals.write("{\"scan\":\"maps-keys\"}");
        reader().await("key.rotated", maps);

        long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds();
        assertThat(azure.asked(maps) - before).isBetween(2L, 2 * (seconds + 2));
    }

    @Test
    void a_second_signal_about_the_same_resource_leads_to_one_more_poll() {
        signals.start(all);
        long before = azure.asked(maps);

        signals.writeSoon("{\"poll\":\"" + maps + "\"}");
        signals.writeSoon("{\"poll\":\"" + maps + "\"}");
        signals.flush();

        Awaitility.await("two polls").until(() -> azure.asked(maps) == before + 2);
        assertThat(signals.count("poll", "accepted") + signals.count("poll", "merged"))
                .isEqualTo(2);
    }

    @Test
    void a_flood_is_merged_to_one_poll_a_second_for_each_resource() {
        signals.start(all);
        long before = azure.asked(maps);
        long from = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            signals.writeSoon("{\"poll\":\"" + (i % 2 == 0 ? maps : maps + "/creators/c" + i) + "\"}");
        }
        signals.flush();
        Duration written = Duration.ofNanos(System.nanoTime() - from);
        Awaitility.await("all signals")
                .until(() -> signals.count("poll", "accepted") + signals.count("poll", "merged") == 10_000);
        Duration handled = Duration.ofNanos(System.nanoTime() - from);
        rotate(maps);
        signals.poll(maps);
        reader().await("key.rotated", maps);
        long polls = azure.asked(maps) - before;
        Duration ended = Duration.ofNanos(System.nanoTime() - from);
        System.out.printf(
                Locale.ROOT,
                "10,000 signals about one resource: written in %d ms, handled after %d ms, %d polls in %d ms%n",
                written.toMillis(),
                handled.toMillis(),
                polls,
                ended.toMillis());
        assertThat(polls).isBetween(1L, ended.toSeconds() + 2);
        assertThat(handled).isLessThan(Duration.ofSeconds(10));
    }
}
