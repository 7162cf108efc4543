package io.armwatch.poll.tenant;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.Observation;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.route.PollingFixture;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tenant with three Azure subscriptions, and the discovery that reads its lists at a time that a test moves. */
final class TenantFixture implements AutoCloseable {
    static final String FIRST = "00000000-0000-4000-8000-000000000001";
    static final String SECOND = "00000000-0000-4000-8000-000000000002";
    static final String THIRD = "00000000-0000-4000-8000-000000000003";
    static final String MAPS = "maps-keys";

    final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    final InMemoryStateStore store = new InMemoryStateStore();
    final List<Observation> sent = new ArrayList<>();
    final Budget budget = new Budget(1, time::nanos);
    final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().resources(600).pageSize(2).build());
    private final ScanScheduler scheduler;
    private final SubscriptionDiscovery discovery;
    private final ArmClient client;
    private int changes;

    TenantFixture(List<String> scopes, List<String> excluded) throws Exception {
        Settings settings = settings(scopes, excluded);
        KnownStateCache cache = new KnownStateCache(store);
        PollBackoff backoff = new PollBackoff(new Schedules(settings.watch().schedules()), time, time::nanos);
        scheduler = new ScanScheduler(
                settings,
                cache,
                backoff,
                budget,
                new ScanScheduler.Time(time, time::nanos),
                new PollMetrics(new SimpleMeterRegistry()));
        discovery = new SubscriptionDiscovery(
                scheduler,
                new SubscriptionLists(
                        simulator.uri(), budget, new RetryAfterGate(time::nanos), new RetryPolicy(() -> 0.5), time),
                new KnownSubscriptions(cache, scheduler.plan()),
                new TenantReport(cache, sent::addAll, time),
                2,
                time::nanos);
        client = settings.azure().client(Credential.none(), "test");
        discovery.start(client::client, () -> changes++);
    }

    private Settings settings(List<String> scopes, List<String> excluded) throws Exception {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> parsed = new ArrayList<>();
        for (String scope : scopes) {
            parsed.add(parser.parse(scope, parsed.size() + 1));
        }
        List<ArmId> ids = new ArrayList<>();
        for (String id : excluded) {
            ids.add(parser.parseExcluded(id));
        }
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, simulator.uri(), false, 4, Duration.ofSeconds(30), 1),
                new Settings.Watch(
                        parsed,
                        Map.of(MAPS, "0 * * * * ?"),
                        false,
                        2,
                        Fingerprints.sha256(),
                        Map.of(),
                        TimePolicy.DEFAULT,
                        Exclusions.of(ids)),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "test", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
    }

    static TenantFixture of(String... scopes) throws Exception {
        return new TenantFixture(List.of(scopes), List.of());
    }

    /** Reads what is due. */
    boolean read() {
        return discovery.readNow();
    }

    SubscriptionDiscovery discovery() {
        return discovery;
    }

    ScanScheduler scheduler() {
        return scheduler;
    }

    Set<String> watched() {
        return scheduler.plan().plan().subscriptions();
    }

    long reads() {
        return simulator.counts().getOrDefault("Subscriptions_List", 0L);
    }

    /** How often other Azure subscriptions were watched than before. */
    int changes() {
        return changes;
    }

    void pass(Duration passing) {
        time.pass(passing);
    }

    @Override
    public void close() {
        discovery.close();
        client.close();
        simulator.close();
    }
}
