package io.armwatch.route;

import static java.util.stream.Collectors.groupingBy;

import io.armwatch.change.Reason;
import io.armwatch.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which scans run: one at a time for each source, none before what is known has been restored. */
public final class Scans {
    private static final Logger LOG = LoggerFactory.getLogger(Scans.class);

    private final Plan plan;
    private final int concurrency;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ConcurrentMap<String, Scan> running = new ConcurrentHashMap<>();
    /** Sources whose overrun has been told and is not over: one scan in time ends it. */
    private final Set<String> overrunning = ConcurrentHashMap.newKeySet();

    private volatile boolean open;

    public Scans(Settings settings, Clock clock, MeterRegistry meters) {
        this.plan = Plan.of(settings.watch());
        this.concurrency = settings.azure().concurrency();
        this.clock = clock;
        this.meters = meters;
    }

    /** Lets scans begin. */
    public void open() {
        open = true;
    }

    /** Lets no scan begin, and those that run end after what they are asking now. */
    public void close() {
        open = false;
        running.values().forEach(Scan::abandon);
    }

    /**
     * Begins a scan; it ends with the exchange.
     *
     * @return null where none may begin: the source's last scan still runs, or nothing is known yet
     */
    @Handler
    public @Nullable Scan begin(Exchange exchange) {
        String source = exchange.getMessage().getBody(String.class);
        List<ArmRequest> requests = plan.requests(source);
        if (!open || requests.isEmpty()) {
            return null;
        }
        boolean tick = exchange.getFromRouteId().startsWith("poll-");
        Scan scan = new Scan(source, clock.instant(), requests, concurrency, tick);
        Scan before = running.putIfAbsent(source, scan);
        if (before != null) {
            if (tick) {
                skip(before);
            }
            return null;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                end(scan);
            }
        });
        return scan;
    }

    private void skip(Scan before) {
        meters.counter("armwatch.scans.skipped", "source", before.source()).increment();
        if (before.firstOverrun() && overrunning.add(before.source())) {
            LOG.warn(
                    "The scan of {} that began at {} outlasts its period; ticks are skipped until it ends."
                            + " Raise armwatch.schedule.{} or armwatch.http.concurrency",
                    before.source(),
                    before.startedAt(),
                    before.source());
        }
    }

    private void end(Scan scan) {
        running.remove(scan.source(), scan);
        if (!scan.overran()) {
            overrunning.remove(scan.source());
        }
        Duration took = Duration.between(scan.startedAt(), clock.instant());
        Timer.builder("armwatch.scans")
                .tag("source", scan.source())
                .register(meters)
                .record(took);
        LOG.debug("Scan of {} ended: {} polled in {} ms", scan.source(), scan.size(), took.toMillis());
        Map<Reason, List<Scan.Trouble>> troubles = scan.troubles().stream()
                .collect(groupingBy(trouble -> trouble.failure().reason()));
        troubles.forEach((reason, them) -> report(scan.source(), reason, them));
        if (scan.recoveries() > 0) {
            LOG.info("{}: {} can be polled again", scan.source(), counted(scan.recoveries()));
        }
    }

    /** One line for all that share a reason, however many they are. */
    private static void report(String source, Reason reason, Collection<Scan.Trouble> troubles) {
        Scan.Trouble first = troubles.iterator().next();
        LOG.warn(
                "{}: {} cannot be polled: {}{}{}, for example {}. {}",
                source,
                counted(troubles.size()),
                reason.text(),
                first.failure().code().map(code -> " (" + code + ")").orElse(""),
                first.failure().message().map(message -> ": " + message).orElse(""),
                first.id(),
                Failures.remedy(reason));
    }

    private static String counted(long resources) {
        return resources == 1 ? "1 resource" : resources + " resources";
    }

    /** How many resources are watched. */
    public int watched() {
        return plan.size();
    }
}
