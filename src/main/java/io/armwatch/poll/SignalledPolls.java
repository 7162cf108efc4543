package io.armwatch.poll;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.WatchedResources;
import io.armwatch.poll.plan.WatchedResources.Watched;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanLog;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.signal.SignalListener.Outcome;
import io.armwatch.trace.Tracing.Trigger;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Polls single resources because of signals: at once, even what is backed off, before the requests of scans, and within budget. A
 * resource is polled once a second at most; a signal during a poll leads to one more. For one thread.
 *
 * <p>No text of a signal reaches the path of a request: what is polled is named by the watch list or by a known state. A resource that
 * neither names is looked for by a scan.
 */
final class SignalledPolls {
    private static final long APART = TimeUnit.SECONDS.toNanos(1);
    /** How far apart scans are that look for resources. */
    private static final long SEARCHES_APART = TimeUnit.SECONDS.toNanos(30);

    private final ScanScheduler scheduler;
    private final KnownStateCache cache;
    private final SecretsGate secrets;
    private final Clock clock;
    private final LongSupplier nanos;
    /** By the lower-cased id: what was polled within a second, or is to be polled. Only watched resources are in it. */
    private final Map<String, Resource> resources = new HashMap<>();
    /** When a scan was last asked for that looks for resources, or is to be asked for. */
    private final Map<Search, SearchTime> searches = new HashMap<>();

    SignalledPolls(
            ScanScheduler scheduler, KnownStateCache cache, SecretsGate secrets, Clock clock, LongSupplier nanos) {
        this.scheduler = scheduler;
        this.cache = cache;
        this.secrets = secrets;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** A watched resource that a signal was about. */
    private static final class Resource {
        private final ArmId id;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicBoolean missing = new AtomicBoolean();
        private long startedAt;
        private boolean again;

        private Resource(ArmId id) {
            this.id = id;
        }

        private void end(ScanRun run) {
            if (run.hasMissing()) {
                missing.set(true);
            }
            open.decrementAndGet();
        }
    }

    private record Search(String source, String subscription) {}

    /** @param waiting whether another scan is due */
    private record SearchTime(long at, boolean waiting) {}

    /** Polls the nearest watched resource. */
    Outcome poll(ArmId id) {
        Resource same = resources.get(id.key());
        if (same != null) { // nearly always in a flood
            same.again = true;
            return Outcome.MERGED;
        }
        List<Watched> watched = WatchedResources.nearest(scheduler.plan(), id);
        if (watched.isEmpty()) {
            return Outcome.UNWATCHED;
        }
        ArmId resourceId = watched.get(0).target().id();
        if (!cache.holds(resourceId)) {
            return Outcome.ELSEWHERE;
        }
        if (watched.stream()
                .allMatch(each -> scheduler.isSourcePaused(each.target().source()))) {
            return Outcome.PAUSED;
        }
        Resource known = resources.get(resourceId.key());
        if (known != null) {
            known.again = true;
            return Outcome.MERGED;
        }
        Resource resource = new Resource(resourceId);
        resources.put(resourceId.key(), resource);
        start(resource, watched);
        return Outcome.ACCEPTED;
    }

    /**
     * Polls what had to wait.
     *
     * @return whether anything may have to be polled soon
     */
    boolean startDue() {
        long now = nanos.getAsLong();
        for (Iterator<Resource> all = resources.values().iterator(); all.hasNext(); ) {
            Resource resource = all.next();
            if (resource.open.get() > 0) {
                continue;
            }
            if (resource.missing.getAndSet(false)) {
                search(resource);
            }
            if (now - resource.startedAt >= APART) {
                if (resource.again && cache.holds(resource.id)) {
                    resource.again = false;
                    start(resource, WatchedResources.nearest(scheduler.plan(), resource.id));
                } else {
                    all.remove();
                }
            }
        }
        boolean searchesWait = startDueSearches(now);
        return !resources.isEmpty() || searchesWait;
    }

    private void start(Resource resource, List<Watched> watched) {
        resource.startedAt = nanos.getAsLong();
        secrets.markFailed(resource.id); // the poll reads them again
        for (Watched each : watched) {
            if (!scheduler.isSourcePaused(each.target().source())) {
                start(resource, each);
            }
        }
    }

    private void start(Resource resource, Watched watched) {
        Optional<ArmId> named = watched.part().isSingle()
                ? Optional.of(watched.part().id())
                : cache.recall(watched.target())
                        .flatMap(KnownSnapshot::state)
                        .filter(known -> !known.deleted())
                        .map(known -> known.target().id());
        Optional<RequestQueue> queue = scheduler.queue(watched.target().source());
        if (named.isEmpty() || queue.isEmpty() || scheduler.isLeftOut(watched.part(), named.get())) {
            search(watched); // its lists show what is to be polled now
            return;
        }
        resource.open.incrementAndGet();
        Scan scan = scan(resource, watched);
        queue.get().add(ArmRequest.entity(scan.source(), named.get(), scan, false));
        scheduler.scheduleWorkers(queue.get());
    }

    /** A scan of one resource, with the coverage of the scans of its part. */
    private Scan scan(Resource resource, Watched watched) {
        Part part = watched.part();
        String source = part.source().name();
        ScanRun run = ScanRun.ofSignal(
                source, watched.subscription(), clock.instant(), cache.moment(), ended -> end(ended, part, resource));
        scheduler.beginTrace(run, Trigger.SIGNAL);
        return part.isSingle()
                ? new Scan(
                        run,
                        part.subscriptionPart(),
                        new ScanHistory(),
                        scheduler.plan().plan().singlesCoverage(source, watched.subscription()))
                : new Scan(run, part, new ScanHistory());
    }

    /** Called by workers. */
    private static void end(ScanRun run, Part part, Resource resource) {
        if (part.isSingle() || !run.hasMissing()) { // of what a list held, a scan of the list finds out more
            ScanLog.logEnd(run);
        }
        resource.end(run);
    }

    /** Scans the lists that held a resource which ARM no longer knows: they decide whether it was deleted. */
    private void search(Resource resource) {
        WatchedResources.nearest(scheduler.plan(), resource.id).stream()
                .filter(watched -> !watched.part().isSingle())
                .forEach(this::search);
    }

    private void search(Watched watched) {
        Search search = new Search(watched.target().source(), watched.subscription());
        SearchTime before = searches.get(search);
        long now = nanos.getAsLong();
        if (before != null && now - before.at() < SEARCHES_APART) {
            searches.put(search, new SearchTime(before.at(), true));
        } else {
            start(search, now);
        }
    }

    private boolean startDueSearches(long now) {
        searches.values().removeIf(time -> !time.waiting() && now - time.at() >= SEARCHES_APART);
        List<Search> due = searches.entrySet().stream()
                .filter(each ->
                        each.getValue().waiting() && now - each.getValue().at() >= SEARCHES_APART)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(search -> start(search, now));
        return searches.values().stream().anyMatch(SearchTime::waiting);
    }

    private void start(Search search, long now) {
        searches.put(search, new SearchTime(now, false));
        if (scheduler.askForScan(search.source(), search.subscription())) {
            scheduler.scanSoon(List.of(search.source()));
        }
    }
}
