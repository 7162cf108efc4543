package io.armwatch.poll;

import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A scheduler of one source and one Azure subscription, at a time that a test moves. */
public class ScanSchedulerFixture {
    static final String SUBSCRIPTION = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

    public static final String BATCH = "batch-account";

    static final String GROUP_LIST =
            "/subscriptions/" + SUBSCRIPTION + "/resourcegroups/g/providers/microsoft.batch/batchaccounts";

    static final Map<String, String> SCHEDULES = Map.of(BATCH, "0 * * * * ?");

    final PollingFixture.MovableTime time = new PollingFixture.MovableTime();

    final InMemoryStateStore store = new InMemoryStateStore();

    final PollBackoff backoff = new PollBackoff(new Schedules(SCHEDULES), time, time::nanos);

    /** One scope, and nothing known. */
    public static ScanScheduler scans() {
        ScanSchedulerFixture test = new ScanSchedulerFixture();
        try {
            return test.scans(new KnownStateCache(test.store));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ScanScheduler scans(KnownStateCache cache) throws Exception {
        return scans(cache, "/providers/Microsoft.Batch/batchAccounts/*");
    }

    ScanScheduler scans(KnownStateCache cache, String... below) throws Exception {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
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
                new PollMetrics(new SimpleMeterRegistry()));
    }

    /** A scan as a tick begins it, or as whatever else does; how many calls it comes to. */
    static int calls(ScanScheduler scheduler, boolean tick) throws InterruptedException {
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
}
