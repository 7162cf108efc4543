package io.armwatch.service;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.Credential;
import io.armwatch.config.CamelEnvironment;
import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.config.WatchList;
import io.armwatch.detection.DetectionService;
import io.armwatch.detection.Installation;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.management.HealthChecks;
import io.armwatch.management.KafkaProbe;
import io.armwatch.management.SchemaPages;
import io.armwatch.management.metric.ServiceMetrics;
import io.armwatch.outlet.EventsComponent;
import io.armwatch.outlet.Outlets;
import io.armwatch.poll.CredentialOutages;
import io.armwatch.poll.KafkaWatch;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.plan.ClockStepDetector;
import io.armwatch.poll.plan.ScheduleTriggers;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.OverdueScans.Late;
import io.armwatch.poll.tenant.SubscriptionDiscovery;
import io.armwatch.route.ArmComponent;
import io.armwatch.route.RouteBeans;
import io.armwatch.route.ThreadRefusals;
import io.armwatch.route.WorkerPool;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: polling (Camel and its routes), change detection (Kafka Streams), and what they share. */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Duration LONGEST_WITHOUT_TOKEN = Duration.ofMinutes(1);

    private final Settings settings;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final boolean managed;
    private final Traces traces;
    private final DetectionService detection;
    private final KafkaProbe kafka;
    private final Credential credential;
    private final ArmClient arm;
    private final RouteBeans beans;
    private final ScanScheduler scheduler;
    private final SubscriptionDiscovery discovery;
    private final WorkerPool pool;
    private final RouteRunner runner;
    private final Watchdog watchdog;
    private final Optional<WatchListReload> reload;
    private final Signals signals;
    private final Outlets outlets;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService pollers;
    private Optional<ServiceMetrics> metrics = Optional.empty();
    private final HeldSubscriptionsLog heldLog = new HeldSubscriptionsLog();
    private final Main camel;
    private final StatusPage page;

    private Service(Settings settings, Folders folders, Extra extra) {
        this.settings = settings;
        this.managed = !"false".equals(extra.settings().get("camel.management.enabled"));
        this.traces = Traces.of(settings);
        this.detection = new DetectionService(settings, meters, traces.tracing());
        this.kafka = new KafkaProbe(settings.kafka());
        this.credential = settings.azure().credential();
        this.arm = settings.azure().client(credential, Version.text());
        this.beans = RouteBeans.of(settings, detection, clock, meters);
        this.scheduler = beans.scheduler();
        scheduler.traceBy(traces.tracing());
        this.discovery = beans.discovery();
        this.pollers = extra.pollers().get();
        ThreadRefusals refusals = new ThreadRefusals();
        this.runner = new RouteRunner(pollers, refusals, this::template, scheduler::isOpen);
        this.pool = new WorkerPool(scheduler, pollers, refusals, runner::work, this::resume);
        scheduler.resumeBy(this::resume);
        scheduler.sendBy(runner::sendFinishedScansSoon);
        this.signals = new Signals(settings, beans, runner::scan, meters);
        this.outlets = new Outlets(settings, folders.config(), Version.text(), meters, clock);
        KafkaWatch kafkaWatch =
                new KafkaWatch(settings.kafka().brokers(), kafka::probeNow, System::nanoTime, scheduler);
        beans.delivery().onFailedSend(kafkaWatch::noteFailedSend);
        this.watchdog = new Watchdog(
                scheduler, kafkaWatch, new ClockStepDetector(clock, System::nanoTime), this::rearm, runner::scan);
        this.reload = settings.watch()
                .file()
                .map(file -> new WatchListReload(file, scheduler.plan()::list, this::watchList, meters));
        this.camel = camel(folders, extra);
        this.page = new StatusPage(settings, beans, detection, this::waiting, this::watchListProblem, outlets, clock);
    }

    /**
     * Settings for Camel besides the user's.
     *
     * @param settings override the user's
     * @param isolated whether the environment is ignored
     * @param pollers makes what has the threads that poll
     */
    public record Extra(Map<String, String> settings, boolean isolated, Supplier<ExecutorService> pollers) {
        public static final Extra NONE = new Extra(Map.of(), false);

        public Extra(Map<String, String> settings, boolean isolated) {
            this(settings, isolated, Executors::newCachedThreadPool);
        }

        public Extra {
            settings = Map.copyOf(settings);
        }
    }

    /** Routes that cannot be used. The message names the route. */
    public static final class RoutesException extends RuntimeException {
        RoutesException(Exception cause) {
            super("the routes cannot be started: " + cause.getMessage(), cause);
        }
    }

    /** Builds the service; it does nothing until it is started. */
    public static Service of(Settings settings, Folders folders, Extra extra) {
        return new Service(settings, folders, extra);
    }

    private Main camel(Folders folders, Extra extra) {
        Main main = new Main();
        CamelSetup.initial(settings, folders).forEach(main::addInitialProperty);
        main.addOverrideProperty("arm.endpoint", settings.azure().endpoint().toString());
        if (!extra.isolated()) { // Camel itself does not look for its components' options there
            SettingsReader.kafkaOverrides(folders.config()).forEach(main::addOverrideProperty);
        }
        extra.settings().forEach(main::addOverrideProperty);
        main.setPropertyPlaceholderLocations(
                "file:" + folders.config().resolve("application.properties").toAbsolutePath() + ";optional=true");
        main.bind("arm", new ArmComponent(beans.poller(), beans.responses()));
        main.bind("armClient", arm);
        main.bind("workers", pool);
        main.bind("events", new EventsComponent(outlets));
        main.bind("outlets", outlets);
        beans.beans().forEach(main::bind);
        main.bind("metricsRegistry", meters);
        main.addMainListener(new CamelSetup.BeforeConfigure(context -> prepare(context, extra)));
        return main;
    }

    private void prepare(CamelContext context, Extra extra) {
        if (extra.isolated()) {
            CamelEnvironment.ignore(context.getPropertiesComponent());
        }
        traces.addTo(context);
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        checks.register(HealthChecks.detection(this::waiting, scheduler::heldSubscriptions));
        checks.register(HealthChecks.kafka(kafka, scheduler::isPaused));
        checks.register(HealthChecks.polling(scheduler::overdueScans, beans.versions()::replacements));
        checks.register(HealthChecks.installation(detection.installation()));
        checks.register(HealthChecks.scopes(discovery::problems));
        checks.register(HealthChecks.watchList(this::watchListProblem));
        checks.register(HealthChecks.outlets(outlets));
        signals.addTo(checks);
        CredentialOutages credentials = beans.identity();
        checks.register(HealthChecks.azure(beans.answers()::problem));
        checks.register(
                HealthChecks.credential(() -> !credentials.hasNoTokenFor(LONGEST_WITHOUT_TOKEN), credentials::problem));
    }

    /** Why nothing is polled, as a sentence; empty once scans may begin. Waits for nobody. */
    private Optional<String> waiting() {
        if (!detection.isRunning()) {
            return Optional.of(detection
                    .restoring()
                    .text()
                    .orElse("Kafka has not been reached yet, or the work is being redistributed"));
        }
        if (scheduler.isOpen()) {
            return Optional.empty();
        }
        return Optional.of(
                signals.knowPauses()
                        ? "Scans have not begun yet, or armwatch stops"
                        : "Nothing is polled before armwatch has read from Kafka which sources are paused");
    }

    private Optional<String> watchListProblem() {
        return reload.flatMap(WatchListReload::problem);
    }

    private void watchList(WatchList list) {
        discovery.watchList(list);
        detection.installation().change(settings.with(list));
    }

    /**
     * Starts, waits for Kafka as long as it takes, and lets the scans begin.
     *
     * @throws UnusableTopicException where a topic cannot be used
     * @throws InterruptedException where it was closed meanwhile
     */
    public void start() throws UnusableTopicException, InterruptedException {
        startCamel();
        reload.ifPresent(WatchListReload::start);
        detection.start(this::begin, this::taken);
        signals.start();
        watchdog.watch();
    }

    /**
     * Scans everything once, and waits until all observations have been processed.
     *
     * @throws UnusableTopicException where a topic cannot be used
     * @throws InterruptedException where it was closed meanwhile
     */
    public void scanOnce() throws UnusableTopicException, InterruptedException {
        startCamel();
        CountDownLatch restored = new CountDownLatch(1);
        detection.start(restored::countDown, () -> {});
        signals.start();
        restored.await();
        discovery.readNow();
        scheduler.upkeep().comparePublished();
        requirePauses();
        scheduler.open();
        watchdog.watch();
        sources().forEach(runner::scanNow);
        scheduler.awaitIdle();
        detection.awaitProcessed();
    }

    /** The number of Azure subscriptions that this process polls. */
    public int heldCount() {
        return scheduler.heldSubscriptions().size();
    }

    /** The watched Azure subscriptions that this process does not hold. */
    public List<String> notHeld() {
        List<String> watched = new ArrayList<>(scheduler.plan().plan().subscriptions());
        watched.removeAll(scheduler.heldSubscriptions());
        return watched;
    }

    /** The lists of Azure subscriptions that cannot be read, as sentences. */
    public List<String> unreadLists() {
        return discovery.problems();
    }

    /** What was polled so far, and what came of it. */
    public PollTally tally() {
        return new PollTally(meters);
    }

    private void startCamel() {
        runner.start();
        watchdog.start();
        discovery.start(arm::client, this::taken);
        if (managed) {
            requireFree(settings.management());
            page.publishAddress(detection.installation());
            metrics = Optional.of(ServiceMetrics.register(meters, Version.text(), watched()));
        }
        try {
            camel.start();
            if (managed) {
                SchemaPages.addTo(managementRouter());
                page.addTo(managementRouter());
                signals.addTo(managementRouter());
            }
        } catch (Exception e) {
            throw new RoutesException(e);
        }
    }

    private ServiceMetrics.Watched watched() {
        return new ServiceMetrics.Watched(
                scheduler,
                beans.metrics(),
                beans.budget(),
                new Schedules(settings.watch().schedules()),
                detection,
                problems(),
                clock);
    }

    /** Whether health reports a problem, by the name of its check. Unlike the checks, none waits for Kafka. */
    private Map<String, BooleanSupplier> problems() {
        Installation installation = detection.installation();
        CredentialOutages credentials = beans.identity();
        Map<String, BooleanSupplier> problems = new HashMap<>(Map.of(
                "azure", () -> beans.answers().problem().isPresent(),
                "credential",
                        () -> credentials.hasNoTokenFor(LONGEST_WITHOUT_TOKEN)
                                || credentials.problem().isPresent(),
                "detection", () -> waiting().isPresent(),
                "installation", () -> installation.conflict().isPresent(),
                "kafka", () -> scheduler.isPaused() || detection.known().isEmpty(),
                "polling", () -> scheduler.overdueScans().stream().anyMatch(Late::stuck),
                "scopes", () -> !discovery.problems().isEmpty(),
                "settings", () -> installation.deviation().isPresent(),
                "watch-list", () -> watchListProblem().isPresent()));
        problems.put("outlets", () -> outlets.problem().isPresent());
        return problems;
    }

    private VertxPlatformHttpRouter managementRouter() {
        int port = settings.management().port();
        return VertxPlatformHttpRouter.lookup(
                camel.getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
    }

    private void requirePauses() throws InterruptedException {
        if (!signals.awaitPauses()) {
            throw new InterruptedException("closed while reading which sources are paused");
        }
    }

    private synchronized void begin() {
        if (!signals.awaitPauses()) {
            return;
        }
        discovery.begin();
        scheduler.upkeep().comparePublished();
        scheduler.open();
        LOG.info(
                "armwatch {} watches {} of {} and publishes to Kafka at {}; status page at http://{}:{}/, health at /observe/health",
                Version.text(),
                scheduler.watchedText(),
                settings.azure().endpoint(),
                settings.kafka().brokers(),
                settings.management().host(),
                settings.management().port());
        scanAll();
        outlets.open();
        metrics.ifPresent(ServiceMetrics::addJvm);
    }

    /** This process holds other Azure subscriptions than before, or other ones are watched. */
    private synchronized void taken() {
        if (!scheduler.isOpen()) {
            return;
        }
        scheduler.forgetElsewhere();
        scheduler.upkeep().comparePublished();
        scanAll();
    }

    /** Scans, as without a tick, what is new to this process. */
    private void scanAll() {
        Collection<String> watched = scheduler.plan().plan().subscriptions();
        if (!watched.isEmpty()) {
            heldLog.report(scheduler.heldSubscriptions(), watched);
        }
        runner.scan(sources());
    }

    private void resume(RequestQueue queue, long millis) {
        runner.resume(pool::start, queue, millis);
    }

    private void rearm(Duration step) {
        LOG.warn(
                "The wall clock was set by {} s: armwatch computes the schedules again and scans everything now",
                step.toMillis() / 1000.0);
        if (step.isNegative()) {
            kafka.renewClient();
            detection.renewClients();
            signals.renewClient();
        }
        try {
            ScheduleTriggers.rearm(
                    camel.getCamelContext()
                            .getComponent("quartz", QuartzComponent.class)
                            .getScheduler(),
                    clock);
        } catch (SchedulerException e) {
            LOG.error("The schedules cannot be computed again: restart armwatch", e);
        }
    }

    /** The management server would only log that its port is taken, and go on without it. */
    private static void requireFree(Settings.Management management) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(management.host(), management.port()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "health and metrics cannot be served at " + management.host() + ":" + management.port() + " ("
                            + e.getMessage() + "); set armwatch.http.port to a port that is free",
                    e);
        }
    }

    private ProducerTemplate template() {
        try {
            return camel.getCamelTemplate();
        } catch (Exception e) {
            throw new IllegalStateException("the routes are not started", e);
        }
    }

    private Collection<String> sources() {
        return settings.watch().schedules().keySet();
    }

    /** Ends within ten seconds: what is in flight is abandoned, and what was not committed is seen again. */
    @Override
    public void close() {
        page.close();
        scheduler.close();
        reload.ifPresent(WatchListReload::close);
        signals.close();
        discovery.close();
        watchdog.close();
        runner.close();
        arm.abandon();
        camel.stop();
        detection.close();
        pollers.shutdownNow();
        metrics.ifPresent(ServiceMetrics::close);
        kafka.close();
        arm.close();
        traces.close();
    }
}
