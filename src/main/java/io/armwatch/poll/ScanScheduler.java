package io.armwatch.poll;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.plan.BudgetReport;
import io.armwatch.poll.plan.Reconciliation;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.poll.queue.ConcurrencyLimiter;
import io.armwatch.poll.queue.QueueProgress;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.FinishedScans;
import io.armwatch.poll.scan.LostStateRecovery;
import io.armwatch.poll.scan.OverdueScans;
import io.armwatch.poll.scan.ScanLog;
import io.armwatch.poll.scan.ScanRun;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which scans run: one at a time for each source and Azure subscription, none before what is known has been restored. */
public final class ScanScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(ScanScheduler.class);

    private static final long RESUMED_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ScanPlan plan;
    private final BudgetReport report;
    private final KnownStateUpkeep upkeep;
    private final KnownStateCache cache;
    private final ScanStarter starter;
    private final Clock clock;
    private final MeterRegistry meters;
    /** By source. */
    private final Map<String, SourceScans> sources = new LinkedHashMap<>();
    /** The scans that run. */
    private final Set<ScanRun> running = ConcurrentHashMap.newKeySet();

    private final OverdueScans overdue;
    private final LongSupplier nanos;
    private final FinishedScans finished;
    private volatile ObjLongConsumer<RequestQueue> resume = (work, millis) -> {};
    private final ConcurrencyLimiter limiter;
    private final int polledSources;
    private volatile boolean open;
    private volatile boolean paused;
    private volatile long resumedAt;
    private long forgotAt;

    public ScanScheduler(
            Settings settings,
            KnownStateCache cache,
            PollBackoff backoff,
            Budget budget,
            Time time,
            MeterRegistry meters) {
        this.plan = ScanPlan.of(settings.watch());
        this.report = new BudgetReport(settings, plan, cache);
        ScopeCoverage coverage = ScopeCoverage.of(plan, settings.watch().apimKeys());
        this.cache = cache;
        this.starter = new ScanStarter(plan, backoff);
        this.clock = time.clock();
        this.nanos = time.nanos();
        this.forgotAt = nanos.getAsLong();
        this.resumedAt = forgotAt - RESUMED_NANOS;
        this.finished = new FinishedScans(this::ended, nanos);
        this.upkeep = new KnownStateUpkeep(
                cache,
                backoff,
                new Reconciliation(cache, coverage, settings.watch().confirmations(), time.clock(), time.nanos()),
                new LostStateRecovery(cache, plan, coverage, time.clock()),
                finished);
        this.overdue = new OverdueScans(new Schedules(settings.watch().schedules()), clock);
        this.meters = meters;
        meters.gauge(
                "armwatch.subscriptions.held",
                this,
                scheduler -> scheduler.held().size());
        int concurrency = settings.azure().concurrency();
        this.limiter = new ConcurrencyLimiter(concurrency, concurrency);
        for (String source : settings.watch().schedules().keySet()) {
            sources.put(source, scansOf(source, new RequestQueue(source, budget, System::nanoTime, limiter)));
        }
        this.polledSources = (int)
                sources.values().stream().filter(each -> !each.all().isEmpty()).count();
    }

    private SourceScans scansOf(String source, RequestQueue queue) {
        Map<String, SubscriptionScans> scans = new LinkedHashMap<>();
        plan.parts(source)
                .forEach((subscription, parts) ->
                        scans.put(subscription, new SubscriptionScans(source, subscription, parts, cache, nanos)));
        return new SourceScans(queue, new QueueProgress(nanos), scans);
    }

    /** The scans of one source, by lower-cased Azure subscription, and the requests that they are made of. */
    private record SourceScans(
            RequestQueue queue, QueueProgress progress, Map<String, SubscriptionScans> bySubscription) {
        Collection<SubscriptionScans> all() {
            return bySubscription.values();
        }
    }

    private Stream<SubscriptionScans> allScans() {
        return sources.values().stream().flatMap(each -> each.all().stream());
    }

    /** Empty for a scan of what is not watched. */
    private Optional<SubscriptionScans> scansOf(ScanRun run) {
        return Optional.ofNullable(sources.get(run.source()))
                .map(source -> source.bySubscription().get(run.subscription()));
    }

    /**
     * The clocks that scans go by.
     *
     * @param nanos measures what has passed: the wall clock may be set
     */
    public record Time(Clock clock, LongSupplier nanos) {}

    /** Lets scans begin, and says where their schedules cannot fit ARM's budget. */
    public void open() {
        plan.subscriptions().forEach(subscription -> report.warn(subscription, clock.instant()));
        open = true;
    }

    /** Keeps known states in step with what is watched and held. */
    public KnownStateUpkeep upkeep() {
        return upkeep;
    }

    public boolean isOpen() {
        return open;
    }

    /** Lets no scan begin, and those that run end after what they are asking now. */
    public void close() {
        open = false;
        sources.values().forEach(each -> each.queue().close());
    }

    /**
     * Begins a scan of a source in every Azure subscription where none runs.
     *
     * @param tick whether the source's schedule asks for it; else scans begin only where one is owed, or where this process has not
     *     scanned since it came to hold that subscription
     * @return the work that there is now; null where there is none, or nothing is known yet
     */
    @Nullable
    public RequestQueue begin(String source, boolean tick) {
        SourceScans scans = sources.get(source);
        if (!open || scans == null) {
            return null;
        }
        if (paused) {
            scans.all().forEach(SubscriptionScans::owe);
            return null;
        }
        limiter.shareAmong(held().size(), polledSources);
        List<ScanRun> overrun = new ArrayList<>();
        for (SubscriptionScans each : scans.all()) {
            if (tick || each.isDue()) {
                beginOrReport(scans.queue(), each, tick, overrun);
            }
        }
        if (!overrun.isEmpty()) {
            ScanLog.overrun(overrun, scans.queue().hindrance());
        }
        if (tick) {
            upkeep.review(source, source.equals(sources.keySet().iterator().next()));
        }
        return scans.queue().isEmpty() ? null : scans.queue();
    }

    /** One scan that cannot begin keeps no other from beginning. */
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
            countElsewhere(scans.parts().size());
            scans.leave();
            return;
        }
        ScanStarter.Due due = starter.due(scans.parts());
        if (starter.isNothing(due)) {
            scans.skip();
            return;
        }
        if (scans.markMeasured()) { // how much a scan has to poll shows after the first one
            report.warn(scans.subscription(), clock.instant());
        }
        ScanRun run = new ScanRun(scans.source(), scans.subscription(), clock.instant(), cache.moment(), tick)
                .begunAt(nanos.getAsLong());
        Optional<ScanRun> before = scans.begin(run);
        if (before.isEmpty()) {
            running.add(run);
            beginOrGiveUp(queue, scans, run, due);
        } else if (!tick) {
            scans.owe();
        } else {
            meters.counter("armwatch.scans.skipped", "source", run.source()).increment();
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
        if (start.scans().isEmpty()) { // all of it is in backoff
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
        renew(run);
        forget(run);
    }

    private void renew(ScanRun run) {
        scansOf(run).ifPresent(SubscriptionScans::renew);
    }

    /** Counts what another process polls. */
    private void countElsewhere(int polls) {
        meters.counter("armwatch.polls", "outcome", "elsewhere").increment(polls);
    }

    /** A scan could not see all that it should: it is made anew as soon as this process holds that again. */
    void cutShort(ScanRun run) {
        countElsewhere(1);
        renew(run);
    }

    /** A walk has ended, and is told soon, together with others: many end at about the same time. Until then its scan runs. */
    void ends(ScanRun run, List<Observation> observations) {
        finished.add(run, observations);
    }

    /** Says who sends what {@link #finished} has. */
    public void tellBy(Runnable soon) {
        finished.tellBy(soon);
    }

    /** What the walks have to tell that have ended meanwhile. */
    public FinishedScans.Batch endings() {
        return finished.take();
    }

    /** Notes that a walk of a scan has ended. */
    public void ended(ScanRun run) {
        if (!run.finishScan()) {
            return;
        }
        forget(run);
        scansOf(run).ifPresent(scans -> scans.complete(run));
        Timer.builder("armwatch.scans")
                .tag("source", run.source())
                .register(meters)
                .record(nanos.getAsLong() - run.startedNanos(), TimeUnit.NANOSECONDS);
        ScanLog.ended(run);
    }

    private synchronized void forget(ScanRun run) {
        scansOf(run).ifPresent(scans -> scans.stop(run));
        running.remove(run);
        long now = nanos.getAsLong();
        // What follows looks at all scans, so not at the end of each.
        if (running.isEmpty() || now - forgotAt > FORGET_NANOS) {
            forgotAt = now;
            // The moment before it is looked which scans run: one that begins meanwhile begins later.
            long moment = cache.moment();
            cache.forgetBefore(running.stream().mapToLong(ScanRun::moment).reduce(moment, Math::min));
        }
        notifyAll();
    }

    /** Says who resumes work, after how many milliseconds. */
    public void resumeBy(ObjLongConsumer<RequestQueue> timer) {
        this.resume = timer;
    }

    /** Called when a worker has ended, or has found more to do: workers that are lacking begin when there is something for them. */
    public void pause(RequestQueue queue) {
        queue.resumesIn().ifPresent(millis -> resume.accept(queue, millis));
    }

    /** Begins no call until {@link #resume}. Ticks meanwhile are not lost: their scans begin then. */
    void pause() {
        paused = true;
        sources.values().forEach(each -> each.queue().pause());
    }

    /** Lets calls be made again, from where they were. */
    void resume() {
        allScans().forEach(SubscriptionScans::restartWaiting);
        resumedAt = nanos.getAsLong();
        paused = false;
        sources.values().forEach(each -> each.queue().resume());
        sources.values().forEach(each -> pause(each.queue()));
    }

    /** Whether Kafka has been away and is back for less than a minute, so that what is owed may not have begun. */
    public boolean hasResumed() {
        return nanos.getAsLong() - resumedAt < RESUMED_NANOS;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Something that a scan observed was not sent: it is made anew. */
    public void owe(ScanRun run) {
        scansOf(run).ifPresent(SubscriptionScans::owe);
    }

    /** Every scan is due, whatever the schedule says. */
    public void oweAll() {
        allScans().forEach(SubscriptionScans::owe);
    }

    /** The sources of which a scan is due that has not begun and can. */
    public List<String> owedSources() {
        if (!open || paused) {
            return List.of();
        }
        return sources.entrySet().stream()
                .filter(each -> each.getValue().all().stream().anyMatch(scans -> scans.isOwed() && !scans.isRunning()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Looks after what was to happen and did not, as a thread could not be started. Call it every few seconds. */
    public void watch() {
        if (!open) {
            return;
        }
        finished.tellIfLost();
        sources.values().forEach(each -> {
            each.queue().forgetLostResumption();
            pause(each.queue());
            each.progress().look(each.queue().activity());
            each.all().forEach(SubscriptionScans::watch);
        });
        running.forEach(this::endIfItCannotEnd);
    }

    private void endIfItCannotEnd(ScanRun run) {
        boolean idle = !finished.arePending()
                && requireNonNull(sources.get(run.source())).queue().isIdle(run.subscription());
        if (scansOf(run).filter(scans -> scans.isStuck(idle)).isPresent()) {
            LOG.warn(
                    "{}: the scan of subscription {}, started at {}, has nothing left to poll and did not end. "
                            + "armwatch drops it and starts another one now. This is a defect of armwatch: please report it",
                    run.source(),
                    run.subscription(),
                    run.startedAt());
            giveUp(run);
            owe(run);
        }
    }

    /** The scans that have not ended for three of their periods. */
    public List<OverdueScans.Late> late() {
        if (!open || paused) {
            return List.of();
        }
        return sources.values().stream()
                .flatMap(source -> source.all().stream().flatMap(scans -> late(source, scans).stream()))
                .toList();
    }

    /** A scan that runs may wait for ARM; one that does not was not begun. */
    private Optional<OverdueScans.Late> late(SourceScans source, SubscriptionScans scans) {
        return overdue.late(scans.source(), scans.waiting())
                .map(since -> new OverdueScans.Late(
                        scans.source(),
                        scans.subscription(),
                        since,
                        !scans.isRunning() || source.progress().isStalled()));
    }

    /** The watched Azure subscriptions that this process holds, and so polls. */
    public List<String> held() {
        return plan.subscriptions().stream()
                .filter(subscription -> cache.holds(ArmId.of("/subscriptions/" + subscription)))
                .toList();
    }

    /** Waits until no scan runs. */
    public synchronized void awaitIdle() throws InterruptedException {
        while (!running.isEmpty()) {
            wait();
        }
    }

    /** What is watched, in figures. */
    public String watched() {
        long resources = plan.all().stream().filter(Part::isSingle).count();
        long lists = plan.all().size() - resources;
        return resources + " resources and " + lists + " lists";
    }
}
