package io.armwatch.route;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
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
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Work> works = new HashMap<>();
    private final ConcurrentMap<String, Scan> running = new ConcurrentHashMap<>();
    /** Scans whose overrun has been told and is not over: one in time ends it. */
    private final Set<String> overrunning = ConcurrentHashMap.newKeySet();

    private final Set<String> overspent = ConcurrentHashMap.newKeySet();
    private final Set<String> measured = ConcurrentHashMap.newKeySet();
    /** By part of the plan: of the parts that read lists. */
    private final ConcurrentMap<Part, Met> met = new ConcurrentHashMap<>();
    /** The moment of the last scan's begin. */
    private final ConcurrentMap<String, Long> begun = new ConcurrentHashMap<>();

    private final List<Consumer<Predicate<String>>> forgetting = new CopyOnWriteArrayList<>();
    /** Scans that are due and could not be made to their end, as Kafka was away or a thread was lacking. */
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    private final Map<String, Progress> progress = new HashMap<>();
    private final Lateness lateness;
    private final LongSupplier nanos;
    private final Endings endings;
    private volatile ObjLongConsumer<Work> resume = (work, millis) -> {};
    private final Slots slots;
    private final int sources;
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
        this.clock = time.clock();
        this.nanos = time.nanos();
        this.forgotAt = nanos.getAsLong();
        this.resumedAt = forgotAt - RESUMED_NANOS;
        this.endings = new Endings(this::ended, nanos);
        this.lateness = new Lateness(new Schedules(settings.watch().schedules()), clock, nanos);
        this.meters = meters;
        meters.gauge("armwatch.subscriptions.held", this, scans -> scans.held().size());
        int concurrency = settings.azure().concurrency();
        this.slots = new Slots(concurrency, concurrency);
        this.sources = (int) settings.watch().schedules().keySet().stream()
                .filter(source -> !plan.parts(source).isEmpty())
                .count();
        for (String source : settings.watch().schedules().keySet()) {
            works.put(source, new Work(source, budget, System::nanoTime, slots));
            progress.put(source, new Progress(nanos));
        }
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
        works.values().forEach(Work::close);
    }

    /**
     * Begins a scan of a source in every Azure subscription where none runs; unless a tick asks for it, only where this process
     * has not scanned since it came to hold that subscription.
     *
     * @return the work that there is now; null where there is none, or nothing is known yet
     */
    public @Nullable Work begin(Exchange exchange) {
        Work work = works.get(exchange.getMessage().getBody(String.class));
        if (!open || work == null) {
            return null;
        }
        boolean tick = exchange.getFromRouteId().startsWith("poll-");
        if (paused) {
            plan.parts(work.source()).keySet().forEach(subscription -> owed.add(work.source() + subscription));
            return null;
        }
        slots.shareAmong(held().size(), sources);
        List<Scan> overrun = new ArrayList<>();
        plan.parts(work.source()).forEach((subscription, parts) -> {
            String scan = work.source() + subscription;
            if (tick || owed.contains(scan) || isNew(scan, parts.get(0).id())) {
                beginOrReport(work, subscription, parts, tick, overrun);
            }
        });
        if (!overrun.isEmpty()) {
            ScanLog.overrun(overrun, work.hindrance());
        }
        if (tick) {
            reconcile(work.source());
        }
        return work.isEmpty() ? null : work;
    }

    /** One scan that cannot begin keeps no other from beginning. */
    private void beginOrReport(Work work, String subscription, List<Part> parts, boolean tick, List<Scan> overrun) {
        try {
            begin(work, subscription, parts, tick, overrun);
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: the scan of subscription {} cannot begin; the next tick tries again",
                    work.source(),
                    subscription,
                    e);
        }
    }

    private void begin(Work work, String subscription, List<Part> parts, boolean tick, List<Scan> overrun) {
        if (!memory.holds(parts.get(0).id())) {
            elsewhere(parts.size());
            begun.remove(work.source() + subscription);
            owed.remove(work.source() + subscription);
            lateness.forget(work.source() + subscription);
            parts.forEach(met::remove);
            return;
        }
        Map<Boolean, List<Part>> byRest = parts.stream().collect(partitioningBy(this::rests));
        List<Part> due = requireNonNull(byRest.get(false));
        if (due.isEmpty()
                && requireNonNull(byRest.get(true)).stream()
                        .allMatch(part -> plan.covered(part).isEmpty())) {
            owed.remove(work.source() + subscription);
            lateness.ended(work.source() + subscription);
            return;
        }
        measure(work.source(), subscription);
        Scan scan = new Scan(
                        work.source(),
                        subscription,
                        clock.instant(),
                        memory.moment(),
                        tick,
                        slots.lane(work.source(), subscription))
                .begunAt(nanos.getAsLong());
        Scan before = running.putIfAbsent(work.source() + subscription, scan);
        if (before == null) {
            begun.put(work.source() + subscription, scan.moment());
            owed.remove(work.source() + subscription);
            lateness.begins(work.source() + subscription);
            beginOrGiveBack(work, scan, due, requireNonNull(byRest.get(true)));
        } else if (!tick) {
            owed.add(work.source() + subscription);
        } else if (isNewsThatItOverran(before)) {
            overrun.add(before);
        }
    }

    /** A scan must not fail for what is not polled. */
    private void reconcile(String source) {
        try {
            endings.send(reconciliation.review(source));
            if (source.equals(works.keySet().iterator().next())) { // what belongs to none of them, with one of them
                endings.send(reconciliation.review(Credentials.SOURCE));
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
        met.keySet().removeIf(part -> !memory.holds(part.id()));
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

    private void beginOrGiveBack(Work work, Scan scan, List<Part> due, List<Part> resting) {
        boolean begins = false;
        try {
            begin(work, scan, due, resting);
            begins = true;
        } finally {
            if (!begins) {
                giveUp(scan);
            }
        }
    }

    private void giveUp(Scan scan) {
        begun.remove(scan.source() + scan.subscription());
        forget(scan);
    }

    /** Counts what another process looks at. */
    private void elsewhere(int polls) {
        meters.counter("armwatch.polls", "outcome", "elsewhere").increment(polls);
    }

    /** A scan could not see all that it should: it is made anew as soon as this process holds that again. */
    void cutShort(Scan scan) {
        elsewhere(1);
        begun.remove(scan.source() + scan.subscription());
    }

    /** How much a scan has to ask shows after the first one. */
    private void measure(String source, String subscription) {
        if (begun.containsKey(source + subscription) && measured.add(source + subscription)) {
            reportBudget(subscription);
        }
    }

    /** Whether this process has not scanned it since it came to hold it. */
    private boolean isNew(String scan, ArmId id) {
        Long last = begun.get(scan);
        return last == null || memory.takenSince(id, last);
    }

    private boolean rests(Part part) {
        return rests.rests(part.target().key());
    }

    /** Single resources share a walk; those that rest cannot be seen. */
    private void begin(Work work, Scan scan, List<Part> due, List<Part> resting) {
        List<Walk> walks = new ArrayList<>();
        List<ArmRequest> requests = new ArrayList<>();
        List<Part> singles = due.stream().filter(Part::isSingle).toList();
        if (!singles.isEmpty()) {
            String coverage = plan.singles(scan.source(), scan.subscription());
            Walk walk = new Walk(scan, singles.get(0).together(), new Met(), coverage);
            walks.add(walk);
            singles.forEach(part -> requests.add(ArmRequest.entity(part.source(), part.id(), walk, false)));
            resting.stream().filter(Part::isSingle).forEach(part -> walk.failed());
        }
        due.stream().filter(part -> !part.isSingle()).forEach(part -> {
            Walk walk = walk(scan, part);
            walks.add(walk);
            requests.add(ArmRequest.list(part.listing(), walk));
        });
        resting.stream().filter(part -> !plan.covered(part).isEmpty()).forEach(part -> {
            Walk walk = walk(scan, part);
            walk.lacks();
            List<ArmRequest> instead = instead(walk);
            if (!instead.isEmpty()) {
                walks.add(walk);
                requests.addAll(instead);
            }
        });
        scan.begins(walks);
        if (walks.isEmpty()) { // all of it is in backoff
            forget(scan);
            lateness.ended(scan.source() + scan.subscription());
        }
        work.addAll(requests);
    }

    private Walk walk(Scan scan, Part part) {
        Walk walk = new Walk(scan, part, met.computeIfAbsent(part, same -> new Met()));
        walk.fallsBackOn(plan.covered(part));
        walk.begins(part.listing());
        return walk;
    }

    /** What is asked first instead of a list that is in backoff. */
    private List<ArmRequest> instead(Walk walk) {
        for (var next = walk.fallBack(); next.isPresent(); next = walk.fallBack()) {
            Map<Boolean, List<ArmRequest>> byRest = next.get().stream()
                    .collect(partitioningBy(
                            request -> rests.rests(request.target().key())));
            requireNonNull(byRest.get(true)).forEach(request -> walk.failed());
            List<ArmRequest> due = requireNonNull(byRest.get(false));
            if (!due.isEmpty()) {
                return due;
            }
        }
        return List.of();
    }

    private boolean isNewsThatItOverran(Scan before) {
        meters.counter("armwatch.scans.skipped", "source", before.source()).increment();
        return before.firstOverrun() && overrunning.add(before.source() + before.subscription());
    }

    /** A walk has ended, and is told soon, together with others: many end at about the same time. Until then its scan runs. */
    void ends(Scan scan, List<Observation> told) {
        endings.add(scan, told);
    }

    /** Says who sends what {@link #endings} has. */
    public void tellBy(Runnable soon) {
        endings.tellBy(soon);
    }

    /**
     * What the walks have to tell that have ended meanwhile. With the exchange, which sends that, their scans end.
     *
     * @return the observations to send
     */
    public List<Observation> endings(Exchange exchange) {
        return endings.toSend(exchange);
    }

    /** Notes that a walk of a scan has ended. */
    void ended(Scan scan) {
        if (!scan.ended()) {
            return;
        }
        forget(scan);
        lateness.ended(scan.source() + scan.subscription());
        if (!scan.overran()) {
            overrunning.remove(scan.source() + scan.subscription());
        }
        Timer.builder("armwatch.scans")
                .tag("source", scan.source())
                .register(meters)
                .record(nanos.getAsLong() - scan.startedNanos(), TimeUnit.NANOSECONDS);
        ScanLog.ended(scan);
    }

    private synchronized void forget(Scan scan) {
        running.remove(scan.source() + scan.subscription(), scan);
        long now = nanos.getAsLong();
        // What follows looks at all scans, so not at the end of each.
        if (running.isEmpty() || now - forgotAt > FORGET_NANOS) {
            forgotAt = now;
            // The moment before it is looked which scans run: one that begins meanwhile begins later.
            long moment = memory.moment();
            memory.forgetBefore(
                    running.values().stream().mapToLong(Scan::moment).reduce(moment, Math::min));
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
        works.values().forEach(Work::pause);
    }

    /** Lets calls be made again, from where they were. */
    void resume() {
        lateness.restart();
        resumedAt = nanos.getAsLong();
        paused = false;
        works.values().forEach(Work::resume);
        works.values().forEach(this::pause);
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
        owed.add(scan.source() + scan.subscription());
    }

    /** Every scan is due, whatever the schedule says. */
    public void oweAll() {
        works.keySet().forEach(source -> plan.parts(source).keySet().forEach(each -> owed.add(source + each)));
    }

    /** The sources of which a scan is due that has not begun and can. */
    public List<String> owedSources() {
        if (!open || paused || owed.isEmpty()) {
            return List.of();
        }
        return works.keySet().stream()
                .filter(source -> plan.parts(source).keySet().stream()
                        .map(subscription -> source + subscription)
                        .anyMatch(scan -> owed.contains(scan) && !running.containsKey(scan)))
                .toList();
    }

    /** Looks after what was to happen and did not, as a thread could not be started. Call it every few seconds. */
    public void watch() {
        if (!open) {
            return;
        }
        endings.tellIfLost();
        works.forEach((source, work) -> {
            work.forgetLostResumption();
            pause(work);
            requireNonNull(progress.get(source)).look(work.activity());
            plan.parts(source).forEach((subscription, parts) -> watch(source + subscription, parts));
        });
        running.values().forEach(this::endIfItCannotEnd);
    }

    private void watch(String scan, List<Part> parts) {
        if (memory.holds(parts.get(0).id())) {
            lateness.begins(scan);
        } else {
            lateness.forget(scan);
        }
    }

    private void endIfItCannotEnd(Scan scan) {
        if (requireNonNull(progress.get(scan.source())).isIdle() && !endings.arePending()) {
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
        return works.keySet().stream()
                .flatMap(source -> plan.parts(source).keySet().stream()
                        .flatMap(subscription -> late(source, subscription).stream()))
                .toList();
    }

    private Optional<Lateness.Late> late(String source, String subscription) {
        String scan = source + subscription;
        return lateness.late(scan, source)
                .map(since -> new Lateness.Late(source, subscription, since, isStuck(scan, source)));
    }

    /** A scan that runs may wait for ARM; one that does not was not begun. */
    private boolean isStuck(String scan, String source) {
        return !running.containsKey(scan)
                || requireNonNull(progress.get(source)).isStalled();
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
