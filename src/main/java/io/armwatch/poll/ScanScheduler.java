package io.armwatch.poll;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.config.WatchList;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.BudgetReport;
import io.armwatch.poll.plan.CurrentPlan;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.ConcurrencyLimiter;
import io.armwatch.poll.queue.QueueProgress;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.FinishedScans;
import io.armwatch.poll.scan.LostStateRecovery;
import io.armwatch.poll.scan.OverdueScans;
import io.armwatch.poll.scan.ScanLog;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.trace.Tracing;
import io.armwatch.trace.Tracing.Trigger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and ends scan runs: one at a time for each source and Azure subscription, and none before the known states are restored. */
public final class ScanScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(ScanScheduler.class);

    private static final long RESUMED_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CurrentPlan current;
    private final BudgetReport report;
    private final KnownStateUpkeep upkeep;
    private final KnownStateCache cache;
    private final ScanStarter starter;
    private final RestingKeys resting;
    private final Clock clock;
    private final PollMetrics metrics;
    /** By source. */
    private final Map<String, SourceScans> sources = new LinkedHashMap<>();
    /** The scan runs that are running. */
    private final Set<ScanRun> running = ConcurrentHashMap.newKeySet();

    private final OverdueScans overdue;
    private final LongSupplier nanos;
    private final FinishedScans finished;
    private volatile ObjLongConsumer<RequestQueue> resume = (work, millis) -> {};
    private final ConcurrencyLimiter limiter;
    private volatile Predicate<String> pausedSources = source -> false;
    private volatile Consumer<Collection<String>> scanSoon = asked -> {};
    private volatile int polledSources;
    private volatile Runnable beforeTicks = () -> {};
    private volatile Tracing tracing = Tracing.OFF;
    private volatile boolean open;
    private volatile boolean paused;
    private volatile long resumedAt;
    private long forgotAt;
    private volatile LongSupplier oldestNeeded = () -> Long.MAX_VALUE;

    public ScanScheduler(
            Settings settings,
            KnownStateCache cache,
            PollBackoff backoff,
            Budget budget,
            Time time,
            PollMetrics metrics) {
        this.current = new CurrentPlan(settings.watch());
        this.report = new BudgetReport(settings, current::plan, cache);
        this.cache = cache;
        this.resting = new RestingKeys(settings.watch().onSignal(), cache, time.clock());
        this.starter = new ScanStarter(current::plan, backoff, resting);
        this.clock = time.clock();
        this.nanos = time.nanos();
        this.forgotAt = nanos.getAsLong();
        this.resumedAt = forgotAt - RESUMED_NANOS;
        this.finished = new FinishedScans(this::endScan, nanos);
        this.upkeep = new KnownStateUpkeep(
                cache,
                backoff,
                new Reconciliation(
                        cache, current::coverage, settings.watch().confirmations(), time.clock(), time.nanos()),
                new LostStateRecovery(cache, current::plan, current::coverage, time.clock()),
                finished);
        this.overdue = new OverdueScans(new Schedules(settings.watch().schedules()), clock);
        this.metrics = metrics;
        int concurrency = settings.azure().concurrency();
        this.limiter = new ConcurrencyLimiter(concurrency, concurrency);
        for (String source : settings.watch().schedules().keySet()) {
            RequestQueue queue = new RequestQueue(source, budget, System::nanoTime, limiter);
            queue.reportLatencies(metrics.of(source)::recordPoll);
            metrics.of(source).show(queue);
            sources.put(source, new SourceScans(queue, new QueueProgress(nanos)));
        }
        followPlan();
    }

    /** Prepares scans of what the plan holds now, and drops the others. */
    private void followPlan() {
        sources.forEach((source, scans) -> scans.follow(
                current.plan().parts(source),
                (subscription, parts) -> new SubscriptionScans(source, subscription, parts, cache, nanos)));
        polledSources = (int)
                sources.values().stream().filter(each -> !each.all().isEmpty()).count();
    }

    /** The plan for what is watched now. */
    public CurrentPlan plan() {
        return current;
    }

    /**
     * Watches the Azure subscriptions that the lists of the tenant hold. Scans of new ones are due at once.
     *
     * @param subscriptions the lower-cased Azure subscriptions
     * @param left the lower-cased Azure subscriptions that the lists no longer hold
     * @return whether anything else is watched now
     */
    public synchronized boolean watchSubscriptions(Set<String> subscriptions, Set<String> left) {
        boolean changed = current.watch(subscriptions, left);
        if (changed) {
            followPlan();
        }
        return changed;
    }

    /** Watches another watch list. Scans of new scopes are due at once. */
    public synchronized void watchList(WatchList list) {
        current.watch(list);
        followPlan();
        if (open) {
            warnOfBudget();
        }
    }

    private void warnOfBudget() {
        current.plan().subscriptions().forEach(subscription -> report.warn(subscription, clock.instant()));
    }

    /** Sets what makes a trace of each scan run. */
    public void traceBy(Tracing traces) {
        tracing = traces;
    }

    /** Begins the trace of a scan run, if tracing is on. */
    void beginTrace(ScanRun run, Trigger trigger) {
        run.traceBy(tracing.beginRun(run.source(), run.subscription(), trigger));
    }

    /** Sets what to do at each tick before its scans begin. */
    public void beforeTicks(Runnable task) {
        beforeTicks = task;
    }

    private Stream<SubscriptionScans> allScans() {
        return sources.values().stream().flatMap(each -> each.all().stream());
    }

    /** Empty if the scan run is for something that is not watched. */
    private Optional<SubscriptionScans> scansOf(ScanRun run) {
        return Optional.ofNullable(sources.get(run.source())).flatMap(source -> source.find(run.subscription()));
    }

    /**
     * The clocks of the scans.
     *
     * @param nanos measures periods, because the wall clock may be set
     */
    public record Time(Clock clock, LongSupplier nanos) {}

    /** Lets scans begin, and warns if their schedules do not fit ARM's budget. */
    public void open() {
        warnOfBudget();
        open = true;
    }

    /** Sets the earliest moment about which others than running scans may ask the known states. */
    public void rememberSince(LongSupplier moment) {
        oldestNeeded = moment;
    }

    /** Sets which sources are paused: armwatch polls nothing of them. */
    public void pauseSources(Predicate<String> isPaused) {
        pausedSources = isPaused;
    }

    /** Whether a source is paused. */
    public boolean isSourcePaused(String source) {
        return pausedSources.test(source);
    }

    /** Sets what begins the scans of sources that are due. */
    public void scanBy(Consumer<Collection<String>> soon) {
        scanSoon = soon;
    }

    /** What is polled on signals only, for now. */
    public RestingKeys resting() {
        return resting;
    }

    /** Drops the queued requests of a source that is now paused, or lets a source be scanned that is so no longer. */
    public void followPause(String source) {
        SourceScans scans = sources.get(source);
        if (scans == null) {
            return;
        }
        boolean isPaused = isSourcePaused(source);
        scans.queue().halt(isPaused);
        if (isPaused) {
            scheduleWorkers(scans.queue());
        } else {
            scans.all().forEach(each -> {
                each.restartWaiting();
                each.markDue();
            });
            scanSoon.accept(List.of(source));
        }
    }

    /** The request queue of a source; empty if the source is not watched. */
    Optional<RequestQueue> queue(String source) {
        return Optional.ofNullable(sources.get(source)).map(SourceScans::queue);
    }

    /** Whether a list shows that a resource is not to be polled, such as a Maps account without keys that anyone could use. */
    boolean isLeftOut(Part part, ArmId id) {
        String subscription = id.subscriptionId().toLowerCase(Locale.ROOT);
        return !part.isSingle()
                && Optional.ofNullable(sources.get(part.source().name()))
                        .flatMap(scans -> scans.find(subscription))
                        .filter(scans -> scans.historyOf(part).leavesOut(id))
                        .isPresent();
    }

    /**
     * Marks a scan of a source in an Azure subscription as asked for by a signal. It begins with {@link #scanSoon}, regardless of backoff; if
     * one is running, it follows that one.
     *
     * @param subscription its lower-cased id
     * @return whether none was asked for that has not begun yet
     */
    boolean askForScan(String source, String subscription) {
        return Optional.ofNullable(sources.get(source))
                .flatMap(scans -> scans.find(subscription))
                .filter(SubscriptionScans::markAsked)
                .isPresent();
    }

    /** Begins the scans of sources that are due. */
    void scanSoon(Collection<String> due) {
        scanSoon.accept(due);
    }

    /** Keeps known states in step with what is watched and held. */
    public KnownStateUpkeep upkeep() {
        return upkeep;
    }

    public boolean isOpen() {
        return open;
    }

    /** Lets no more scans begin, and ends running ones after the requests in flight. */
    public void close() {
        open = false;
        sources.values().forEach(each -> each.queue().close());
        running.forEach(ScanRun::endTrace);
    }

    /**
     * Begins a scan run of a source in every Azure subscription in which none is running.
     *
     * @param tick whether the schedule of the source is due; otherwise a run begins only if one is marked as due, or if this process has
     *     not scanned the subscription since it took over
     * @return the request queue of the source; null if it is empty, or the known states are not restored yet
     */
    @Nullable
    public RequestQueue begin(String source, boolean tick) {
        SourceScans scans = sources.get(source);
        if (open && scans == null && tick && !paused) { // not in armwatch.sources
            upkeep.review(source, false);
        }
        if (!open || scans == null || isSourcePaused(source)) {
            return null;
        }
        if (paused) {
            scans.all().forEach(SubscriptionScans::markDue);
            return null;
        }
        if (tick) {
            beforeTicks.run();
        }
        limiter.shareAmong(heldSubscriptions().size(), polledSources);
        List<ScanRun> overrun = new ArrayList<>();
        for (SubscriptionScans each : scans.all()) {
            if (tick || each.isDue()) {
                beginOrReport(scans.queue(), each, tick, overrun);
            }
        }
        if (!overrun.isEmpty()) {
            ScanLog.logOverruns(overrun, scans.queue().delayCause());
        }
        if (tick) {
            upkeep.review(source, source.equals(sources.keySet().iterator().next()));
        }
        return scans.queue().isEmpty() ? null : scans.queue();
    }

    /** Begins a scan run. If that fails, the others begin nevertheless. */
    private void beginOrReport(RequestQueue queue, SubscriptionScans scans, boolean tick, List<ScanRun> overrun) {
        try {
            begin(queue, scans, tick, overrun);
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: the scan of subscription {} cannot begin; the next tick tries again",
                    scans.source(),
                    scans.subscription(),
                    e);
        }
    }

    private void begin(RequestQueue queue, SubscriptionScans scans, boolean tick, List<ScanRun> overrun) {
        if (!scans.isHeld()) {
            metrics.of(scans.source()).countElsewhere(scans.parts().size());
            scans.leave();
            return;
        }
        boolean asked = scans.isAsked();
        ScanStarter.Due due = asked ? ScanStarter.asked(scans.parts()) : starter.due(scans.parts());
        if (starter.isNothingDue(due)) {
            scans.skip();
            return;
        }
        if (scans.markMeasured()) { // the number of resources is known after the first scan
            report.warn(scans.subscription(), clock.instant());
        }
        ScanRun run = new ScanRun(scans.source(), scans.subscription(), clock.instant(), cache.moment(), tick)
                .begunAt(nanos.getAsLong())
                .askedFor(asked);
        Optional<ScanRun> before = scans.begin(run);
        if (before.isEmpty()) {
            running.add(run);
            beginTrace(run, asked ? Trigger.SIGNAL : tick ? Trigger.TICK : Trigger.DUE);
            beginOrGiveUp(queue, scans, run, due);
        } else if (!tick) {
            scans.markDue();
        } else {
            metrics.of(run.source()).countSkipped();
            before.filter(scans::markOverrun).ifPresent(overrun::add);
        }
    }

    private void beginOrGiveUp(RequestQueue queue, SubscriptionScans scans, ScanRun run, ScanStarter.Due due) {
        boolean begins = false;
        try {
            begin(queue, scans, run, due);
            begins = true;
        } finally {
            if (!begins) {
                giveUp(run);
            }
        }
    }

    private void begin(RequestQueue queue, SubscriptionScans scans, ScanRun run, ScanStarter.Due due) {
        ScanStarter.Start start = starter.start(run, scans, due);
        run.startScans(start.scans().size());
        if (!due.inBackoff().isEmpty()) {
            run.markPartial();
        }
        if (start.scans().isEmpty()) { // everything is in backoff
            run.endTrace();
            forget(run);
            scans.complete(run);
        }
        queue.addAll(start.requests());
    }

    /** Forgets what belongs to Azure subscriptions that this process no longer holds. */
    public void forgetElsewhere() {
        upkeep.forgetElsewhere();
        allScans().forEach(SubscriptionScans::forgetElsewhere);
    }

    private void giveUp(ScanRun run) {
        run.endTrace();
        renew(run);
        forget(run);
    }

    private void renew(ScanRun run) {
        scansOf(run).ifPresent(SubscriptionScans::markRestartable);
    }

    /** Notes that a scan run did not see everything. The next one begins as soon as this process holds the subscription again. */
    void markCutShort(ScanRun run) {
        metrics.of(run.source()).countElsewhere(1);
        if (!run.isOfSignal()) {
            renew(run);
        }
    }

    /** Adds a finished scan, whose observations are sent soon. Its run ends after that. */
    void addFinished(ScanRun run, List<Observation> observations) {
        finished.add(run, observations);
    }

    /** Sends observations that belong to no scan. */
    public void send(List<Observation> observations) {
        finished.send(observations);
    }

    /** Sets what sends the observations of finished scans. */
    public void sendBy(Runnable soon) {
        finished.sendBy(soon);
    }

    /** Takes the finished scans whose observations are to be sent. */
    public FinishedScans.Batch takeFinished() {
        return finished.take();
    }

    /** Ends a scan; its run ends with the last scan. */
    public void endScan(ScanRun run) {
        if (!run.finishScan()) {
            return;
        }
        run.endTrace();
        if (run.isOfSignal()) {
            run.end();
            return;
        }
        forget(run);
        scansOf(run).ifPresent(scans -> scans.complete(run));
        metrics.of(run.source()).recordScan(nanos.getAsLong() - run.startedNanos(), run.isComplete());
        ScanLog.logEnd(run);
        scansOf(run).filter(SubscriptionScans::isAsked).ifPresent(scans -> scanSoon.accept(List.of(run.source())));
    }

    private synchronized void forget(ScanRun run) {
        scansOf(run).ifPresent(scans -> scans.stop(run));
        running.remove(run);
        long now = nanos.getAsLong();
        // This iterates over all runs, so it is not done at the end of each one.
        if (running.isEmpty() || now - forgotAt > FORGET_NANOS) {
            forgotAt = now;
            // Read before the running scans: one that begins meanwhile has a later moment.
            long moment = cache.moment();
            cache.forgetBefore(running.stream()
                    .mapToLong(ScanRun::moment)
                    .reduce(Math.min(moment, oldestNeeded.getAsLong()), Math::min));
        }
        notifyAll();
    }

    /** Sets what starts the workers of a queue after a number of milliseconds. */
    public void resumeBy(ObjLongConsumer<RequestQueue> timer) {
        this.resume = timer;
    }

    /** Schedules the start of missing workers. Call it when a worker has ended or has added requests. */
    public void scheduleWorkers(RequestQueue queue) {
        queue.claimResumption().ifPresent(millis -> resume.accept(queue, millis));
    }

    /** Sends no request until {@link #resume}. The scans of ticks in between begin then. */
    void pause() {
        paused = true;
        sources.values().forEach(each -> each.queue().pause());
    }

    /** Resumes sending requests. */
    void resume() {
        allScans().forEach(SubscriptionScans::restartWaiting);
        resumedAt = nanos.getAsLong();
        paused = false;
        sources.values().forEach(each -> each.queue().resume());
        sources.values().forEach(each -> scheduleWorkers(each.queue()));
    }

    /** Whether polling resumed less than a minute ago, so that scans that are due may not have begun yet. */
    public boolean hasResumed() {
        return nanos.getAsLong() - resumedAt < RESUMED_NANOS;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Marks another scan as due, because an observation of this one was not sent. */
    public void markDue(ScanRun run) {
        scansOf(run).ifPresent(SubscriptionScans::markDue);
    }

    /** Marks every scan as due, regardless of the schedules. */
    public void markAllDue() {
        allScans().forEach(SubscriptionScans::markDue);
    }

    /** The sources with a scan that is marked as due and can begin. */
    public List<String> dueSources() {
        if (!open || paused) {
            return List.of();
        }
        return sources.entrySet().stream()
                .filter(each -> !isSourcePaused(each.getKey()))
                .filter(each ->
                        each.getValue().all().stream().anyMatch(scans -> scans.isMarkedDue() && !scans.isRunning()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Repeats what did not happen because a thread could not start, and drops stuck scans. Call it every few seconds. */
    public void watch() {
        if (!open) {
            return;
        }
        finished.resendIfLost();
        sources.values().forEach(each -> {
            each.queue().forgetLostResumption();
            scheduleWorkers(each.queue());
            each.progress().update(each.queue().activity());
            each.all().forEach(SubscriptionScans::watch);
        });
        running.forEach(this::dropIfStuck);
    }

    private void dropIfStuck(ScanRun run) {
        boolean idle = !finished.isPending(run)
                && requireNonNull(sources.get(run.source())).queue().isIdle(run.subscription());
        if (scansOf(run).filter(scans -> scans.markIdle(idle)).isPresent()) {
            LOG.warn(
                    "{}: the scan of subscription {}, started at {}, has nothing left to poll and did not end. "
                            + "armwatch drops it and starts another one now. This is a defect of armwatch: please report it",
                    run.source(),
                    run.subscription(),
                    run.startedAt());
            giveUp(run);
            markDue(run);
        }
    }

    /** The scans that have not been complete for more than three of their periods. */
    public List<OverdueScans.Late> overdueScans() {
        if (!open || paused) {
            return List.of();
        }
        return sources.values().stream()
                .filter(source -> !isSourcePaused(source.queue().source()))
                .flatMap(source -> source.all().stream().flatMap(scans -> overdueScans(source, scans).stream()))
                .toList();
    }

    /**
     * Armwatch is the cause only if no scan has ended either: a running one is stuck if its queue makes no progress, and one that is not
     * running should have begun.
     */
    private Optional<OverdueScans.Late> overdueScans(SourceScans source, SubscriptionScans scans) {
        boolean ended = overdue.overdueFor(scans.source(), scans.waitingNanos()).isEmpty();
        return overdue.overdueFor(scans.source(), scans.incompleteNanos())
                .map(since -> new OverdueScans.Late(
                        scans.source(),
                        scans.subscription(),
                        since,
                        !ended && (!scans.isRunning() || source.progress().isStalled())));
    }

    /** The last complete scans of what this process holds. */
    public LastScans lastScans() {
        return new LastScans(sources, current::plan, cache);
    }

    /** The scans of each source in each Azure subscription that this process holds. */
    List<ScanReport> scanReports() {
        return allScans()
                .filter(SubscriptionScans::isHeld)
                .map(SubscriptionScans::report)
                .toList();
    }

    /** The number of requests of a source that wait; 0 for a source that is not watched. */
    int queued(String source) {
        SourceScans scans = sources.get(source);
        return scans == null ? 0 : scans.queue().size();
    }

    /** The watched Azure subscriptions that this process holds, and therefore polls. */
    public List<String> heldSubscriptions() {
        return current.plan().subscriptions().stream()
                .filter(subscription -> cache.holds(ArmId.of("/subscriptions/" + subscription)))
                .toList();
    }

    /** Waits until no scan runs. */
    public synchronized void awaitIdle() throws InterruptedException {
        while (!running.isEmpty()) {
            wait();
        }
    }

    /** The number of watched resources and lists, as text; and the scopes whose Azure subscriptions are still to be listed. */
    public String watchedText() {
        List<Part> parts = current.plan().all();
        long resources = parts.stream().filter(Part::isSingle).count();
        long lists = parts.size() - resources;
        String tenants = current.tenants().stream()
                .map(scope -> ", and what " + scope.text() + " holds,")
                .collect(joining());
        return resources + " resources and " + lists + " lists" + tenants;
    }
}
