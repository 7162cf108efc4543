package io.armwatch.route;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.route.Plan.Part;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which scans run: one at a time for each source and Azure subscription, none before what is known has been restored. */
public final class Scans {
    private static final Logger LOG = LoggerFactory.getLogger(Scans.class);

    private static final long RESUMED_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Plan plan;
    private final BudgetReport report;
    private final Reconciliation reconciliation;
    private final Ghosts ghosts;
    private final Memory memory;
    private final Rests rests;
    private final ScanStarter starter;
    private final Clock clock;
    private final MeterRegistry meters;
    /** By source. */
    private final Map<String, SourceScans> sources = new LinkedHashMap<>();
    /** The scans that run. */
    private final Set<Scan> running = ConcurrentHashMap.newKeySet();
    /** Azure subscriptions whose schedules were reported not to fit the budget. */
    private final Set<String> overspent = ConcurrentHashMap.newKeySet();

    private final List<Consumer<Predicate<String>>> forgetting = new CopyOnWriteArrayList<>();
    private final Lateness lateness;
    private final LongSupplier nanos;
    private final Endings endings;
    private volatile ObjLongConsumer<Work> resume = (work, millis) -> {};
    private final Slots slots;
    private final int polledSources;
    private volatile boolean open;
    private volatile boolean paused;
    private volatile long resumedAt;
    private long forgotAt;

    Scans(Settings settings, Memory memory, Rests rests, Budget budget, Time time, MeterRegistry meters) {
        this.plan = Plan.of(settings.watch());
        this.report = new BudgetReport(settings, plan, memory);
        Coverage coverage = Coverage.of(plan, settings.watch().apimKeys());
        this.reconciliation =
                new Reconciliation(memory, coverage, settings.watch().confirmations(), time.clock(), time.nanos());
        this.ghosts = new Ghosts(memory, plan, coverage, time.clock());
        this.memory = memory;
        this.rests = rests;
        this.starter = new ScanStarter(plan, rests);
        this.clock = time.clock();
        this.nanos = time.nanos();
        this.forgotAt = nanos.getAsLong();
        this.resumedAt = forgotAt - RESUMED_NANOS;
        this.endings = new Endings(this::ended, nanos);
        this.lateness = new Lateness(new Schedules(settings.watch().schedules()), clock);
        this.meters = meters;
        meters.gauge("armwatch.subscriptions.held", this, scans -> scans.held().size());
        int concurrency = settings.azure().concurrency();
        this.slots = new Slots(concurrency, concurrency);
        for (String source : settings.watch().schedules().keySet()) {
            sources.put(source, scansOf(source, new Work(source, budget, System::nanoTime, slots)));
        }
        this.polledSources = (int)
                sources.values().stream().filter(each -> !each.all().isEmpty()).count();
    }

    private SourceScans scansOf(String source, Work work) {
        Map<String, SubscriptionScans> scans = new LinkedHashMap<>();
        plan.parts(source)
                .forEach((subscription, parts) ->
                        scans.put(subscription, new SubscriptionScans(source, subscription, parts, memory, nanos)));
        return new SourceScans(work, new Progress(nanos), scans);
    }

    /** The scans of one source, by lower-cased Azure subscription, and the requests that they are made of. */
    private record SourceScans(Work work, Progress progress, Map<String, SubscriptionScans> bySubscription) {
        Collection<SubscriptionScans> all() {
            return bySubscription.values();
        }
    }

    private Stream<SubscriptionScans> allScans() {
        return sources.values().stream().flatMap(each -> each.all().stream());
    }

    /** Empty for a scan of what is not watched. */
    private Optional<SubscriptionScans> scansOf(Scan scan) {
        return Optional.ofNullable(sources.get(scan.source()))
                .map(source -> source.bySubscription().get(scan.subscription()));
    }

    /**
     * The clocks that scans go by.
     *
     * @param nanos measures what has passed: the wall clock may be set
     */
    record Time(Clock clock, LongSupplier nanos) {}

    /** Lets scans begin, and says where their schedules cannot fit ARM's budget. */
    public void open() {
        plan.subscriptions().forEach(this::reportBudget);
        open = true;
    }

    /** Holds what consumers know against what is known here; called before scans begin of what this process came to hold. */
    public void reconcilePublished() {
        try {
            endings.send(ghosts.load());
        } catch (RuntimeException e) {
            LOG.error(
                    "The topic of known states cannot be compared with the known states; scans begin without that", e);
        }
    }

    /** A walk is about to end: what consumers know of its scope and it has not met is looked after. */
    void confirm(Walk walk) {
        endings.send(ghosts.confirm(walk));
    }

    /** Says once where the schedules do not fit the budget. How much there is to ask, lists show first. */
    private void reportBudget(String subscription) {
        if (!overspent.contains(subscription)) {
            List<String> lines = report.lines(subscription, clock.instant());
            lines.forEach(LOG::warn);
            if (!lines.isEmpty()) {
                overspent.add(subscription);
            }
        }
    }

    public boolean isOpen() {
        return open;
    }

    /** Lets no scan begin, and those that run end after what they are asking now. */
    public void close() {
        open = false;
        sources.values().forEach(each -> each.work().close());
    }

    /**
     * Begins a scan of a source in every Azure subscription where none runs.
     *
     * @param tick whether the source's schedule asks for it; else scans begin only where one is owed, or where this process has not
     *     scanned since it came to hold that subscription
     * @return the work that there is now; null where there is none, or nothing is known yet
     */
    @Nullable
    Work begin(String source, boolean tick) {
        SourceScans scans = sources.get(source);
        if (!open || scans == null) {
            return null;
        }
        if (paused) {
            scans.all().forEach(SubscriptionScans::owe);
            return null;
        }
        slots.shareAmong(held().size(), polledSources);
        List<Scan> overrun = new ArrayList<>();
        for (SubscriptionScans each : scans.all()) {
            if (tick || each.isDue()) {
                beginOrReport(scans.work(), each, tick, overrun);
            }
        }
        if (!overrun.isEmpty()) {
            ScanLog.overrun(overrun, scans.work().hindrance());
        }
        if (tick) {
            reconcile(source);
        }
        return scans.work().isEmpty() ? null : scans.work();
    }

    /** One scan that cannot begin keeps no other from beginning. */
    private void beginOrReport(Work work, SubscriptionScans scans, boolean tick, List<Scan> overrun) {
        try {
            begin(work, scans, tick, overrun);
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: the scan of subscription {} cannot begin; the next tick tries again",
                    scans.source(),
                    scans.subscription(),
                    e);
        }
    }

    private void begin(Work work, SubscriptionScans scans, boolean tick, List<Scan> overrun) {
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
            reportBudget(scans.subscription());
        }
        Scan scan = new Scan(scans.source(), scans.subscription(), clock.instant(), memory.moment(), tick)
                .begunAt(nanos.getAsLong());
        Optional<Scan> before = scans.begin(scan);
        if (before.isEmpty()) {
            running.add(scan);
            beginOrGiveUp(work, scans, scan, due);
        } else if (!tick) {
            scans.owe();
        } else {
            meters.counter("armwatch.scans.skipped", "source", scan.source()).increment();
            before.filter(scans::markOverrun).ifPresent(overrun::add);
        }
    }

    private void beginOrGiveUp(Work work, SubscriptionScans scans, Scan scan, ScanStarter.Due due) {
        boolean begins = false;
        try {
            begin(work, scans, scan, due);
            begins = true;
        } finally {
            if (!begins) {
                giveUp(scan);
            }
        }
    }

    private void begin(Work work, SubscriptionScans scans, Scan scan, ScanStarter.Due due) {
        ScanStarter.Start start = starter.start(scan, scans, due);
        scan.begins(start.walks().size());
        if (start.walks().isEmpty()) { // all of it is in backoff
            forget(scan);
            scans.complete(scan);
        }
        work.addAll(start.requests());
    }

    /** A scan must not fail for what is not polled. */
    private void reconcile(String source) {
        try {
            endings.send(reconciliation.review(source));
            if (source.equals(sources.keySet().iterator().next())) { // what belongs to none of them, with one of them
                endings.send(reconciliation.review(Coverage.CREDENTIAL));
                endings.send(ghosts.retry());
            }
        } catch (RuntimeException e) {
            LOG.error("What is known of {} and not watched cannot be found; the next scan tries again", source, e);
        }
    }

    /** What finds out that nobody polls something any more. */
    Reconciliation reconciliation() {
        return reconciliation;
    }

    /** Forgets what belongs to Azure subscriptions that this process does not hold any more. */
    public void forgetElsewhere() {
        Map<String, Boolean> held = new HashMap<>();
        Predicate<String> kept = key -> held.computeIfAbsent(subscription(key), same -> memory.holds(ArmId.of(same)));
        memory.forgetElsewhere();
        rests.keep(kept);
        reconciliation.keep(kept);
        ghosts.keep(kept);
        forgetting.forEach(each -> each.accept(kept));
        allScans().forEach(SubscriptionScans::forgetElsewhere);
    }

    /** Says who else forgets: everyone is given which keys are to be kept. */
    void forgetBy(Consumer<Predicate<String>> keeper) {
        forgetting.add(keeper);
    }

    /** The id of the Azure subscription that a key belongs to. */
    private static String subscription(String key) {
        int end = key.indexOf('/', "/subscriptions/".length());
        int list = key.indexOf(Target.LIST);
        return end >= 0 ? key.substring(0, end) : list >= 0 ? key.substring(0, list) : key;
    }

    private void giveUp(Scan scan) {
        renew(scan);
        forget(scan);
    }

    private void renew(Scan scan) {
        scansOf(scan).ifPresent(SubscriptionScans::renew);
    }

    /** Counts what another process polls. */
    private void countElsewhere(int polls) {
        meters.counter("armwatch.polls", "outcome", "elsewhere").increment(polls);
    }

    /** A scan could not see all that it should: it is made anew as soon as this process holds that again. */
    void cutShort(Scan scan) {
        countElsewhere(1);
        renew(scan);
    }

    /** A walk has ended, and is told soon, together with others: many end at about the same time. Until then its scan runs. */
    void ends(Scan scan, List<Observation> told) {
        endings.add(scan, told);
    }

    /** Says who sends what {@link #endings} has. */
    public void tellBy(Runnable soon) {
        endings.tellBy(soon);
    }

    /** What the walks have to tell that have ended meanwhile. */
    Endings.Batch endings() {
        return endings.take();
    }

    /** Notes that a walk of a scan has ended. */
    void ended(Scan scan) {
        if (!scan.ended()) {
            return;
        }
        forget(scan);
        scansOf(scan).ifPresent(scans -> scans.complete(scan));
        Timer.builder("armwatch.scans")
                .tag("source", scan.source())
                .register(meters)
                .record(nanos.getAsLong() - scan.startedNanos(), TimeUnit.NANOSECONDS);
        ScanLog.ended(scan);
    }

    private synchronized void forget(Scan scan) {
        scansOf(scan).ifPresent(scans -> scans.stop(scan));
        running.remove(scan);
        long now = nanos.getAsLong();
        // What follows looks at all scans, so not at the end of each.
        if (running.isEmpty() || now - forgotAt > FORGET_NANOS) {
            forgotAt = now;
            // The moment before it is looked which scans run: one that begins meanwhile begins later.
            long moment = memory.moment();
            memory.forgetBefore(running.stream().mapToLong(Scan::moment).reduce(moment, Math::min));
        }
        notifyAll();
    }

    /** Says who resumes work, after how many milliseconds. */
    public void resumeBy(ObjLongConsumer<Work> timer) {
        this.resume = timer;
    }

    /** Called when a worker has ended, or has found more to do: workers that are lacking begin when there is something for them. */
    public void pause(Work work) {
        work.resumesIn().ifPresent(millis -> resume.accept(work, millis));
    }

    /** Begins no call until {@link #resume}. Ticks meanwhile are not lost: their scans begin then. */
    void pause() {
        paused = true;
        sources.values().forEach(each -> each.work().pause());
    }

    /** Lets calls be made again, from where they were. */
    void resume() {
        allScans().forEach(SubscriptionScans::restartWaiting);
        resumedAt = nanos.getAsLong();
        paused = false;
        sources.values().forEach(each -> each.work().resume());
        sources.values().forEach(each -> pause(each.work()));
    }

    /** Whether Kafka has been away and is back for less than a minute, so that what is owed may not have begun. */
    public boolean hasResumed() {
        return nanos.getAsLong() - resumedAt < RESUMED_NANOS;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Something that a scan observed was not sent: it is made anew. */
    void owe(Scan scan) {
        scansOf(scan).ifPresent(SubscriptionScans::owe);
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
        endings.tellIfLost();
        sources.values().forEach(each -> {
            each.work().forgetLostResumption();
            pause(each.work());
            each.progress().look(each.work().activity());
            each.all().forEach(SubscriptionScans::watch);
        });
        running.forEach(this::endIfItCannotEnd);
    }

    private void endIfItCannotEnd(Scan scan) {
        if (requireNonNull(sources.get(scan.source())).progress().isIdle() && !endings.arePending()) {
            LOG.warn(
                    "{}: the scan of subscription {}, begun at {}, has no call left to make and did not end; it is given up, and"
                            + " another one begins now. This is a defect of armwatch: please report it",
                    scan.source(),
                    scan.subscription(),
                    scan.startedAt());
            giveUp(scan);
            owe(scan);
        }
    }

    /** The scans that have not ended for three of their periods. */
    public List<Lateness.Late> late() {
        if (!open || paused) {
            return List.of();
        }
        return sources.values().stream()
                .flatMap(source -> source.all().stream().flatMap(scans -> late(source, scans).stream()))
                .toList();
    }

    /** A scan that runs may wait for ARM; one that does not was not begun. */
    private Optional<Lateness.Late> late(SourceScans source, SubscriptionScans scans) {
        return lateness.late(scans.source(), scans.waiting())
                .map(since -> new Lateness.Late(
                        scans.source(),
                        scans.subscription(),
                        since,
                        !scans.isRunning() || source.progress().isStalled()));
    }

    /** The watched Azure subscriptions that this process holds, and so polls. */
    public List<String> held() {
        return plan.subscriptions().stream()
                .filter(subscription -> memory.holds(ArmId.of("/subscriptions/" + subscription)))
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
