package io.armwatch;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.Credential;
import io.armwatch.config.CamelEnvironment;
import io.armwatch.config.Environment;
import io.armwatch.config.Settings;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KafkaTopics.UnusableTopicException;
import io.armwatch.route.ArmComponent;
import io.armwatch.route.ClockWatch;
import io.armwatch.route.Credentials;
import io.armwatch.route.Forgiving;
import io.armwatch.route.KafkaWatch;
import io.armwatch.route.Polling;
import io.armwatch.route.Probe;
import io.armwatch.route.Scans;
import io.armwatch.route.Ticks;
import io.armwatch.route.Work;
import io.armwatch.route.Workers;
import io.armwatch.status.Checks;
import io.armwatch.status.KafkaProbe;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.util.StringHelper;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service as it runs: the eyes (Camel and its routes), the judgement (Streams), and what they share. */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    /** How long ends of walks are collected before they are told together. */
    private static final int TELLING_MILLIS = 50;

    private static final Duration LONGEST_WITHOUT_TOKEN = Duration.ofMinutes(1);
    private static final int WATCH_MILLIS = 1_000;
    private static final long OWED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Settings settings;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final boolean managed;
    private final JudgeService judge;
    private final KafkaProbe kafka;
    private final Credential credential;
    private final ArmClient arm;
    private final Polling polling;
    private final Scans scans;
    private final Workers workers;
    private final KafkaWatch kafkaWatch;
    private final ClockWatch clockWatch;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-timer"));
    /** What looks whether all is well: it may wait for Kafka, so it is not the timer's thread. */
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-watch"));
    /** Threads come as they are needed and go again: how many workers there are, {@link Work} bounds. */
    private final ExecutorService pollers;
    /** When what Kafka did not take was scanned anew last. */
    private long scannedOwedAt = System.nanoTime();

    private final Holdings holdings = new Holdings();
    private final Main camel;

    private Service(Settings settings, Folders folders, Extra extra) {
        this.settings = settings;
        this.managed = !"false".equals(extra.settings().get("camel.management.enabled"));
        this.judge = new JudgeService(settings, meters);
        this.kafka = new KafkaProbe(settings.kafka());
        this.credential = settings.azure().credential();
        this.arm = settings.azure().client(credential, Version.text());
        this.polling = Polling.of(settings, judge, clock, meters);
        this.scans = polling.scans();
        this.pollers = extra.pollers().get();
        this.workers = new Workers(
                scans, pollers, prepare -> run(() -> template().send("direct:work", prepare)), this::resume);
        scans.resumeBy(this::resume);
        scans.tellBy(() -> later(() -> run("direct:end", ""), TELLING_MILLIS));
        this.kafkaWatch = new KafkaWatch(settings.kafka().brokers(), kafka::reachableNow, System::nanoTime, scans);
        this.clockWatch = new ClockWatch(clock, System::nanoTime);
        polling.sending().doubtBy(kafkaWatch::doubt);
        this.camel = camel(folders, extra);
    }

    /**
     * Where the service finds what is the user's.
     *
     * @param config settings
     * @param routes the eyes, as Camel YAML
     */
    public record Folders(Path config, Path routes) {}

    /**
     * What Camel is told besides the user's settings.
     *
     * @param settings stand above the user's
     * @param isolated whether the environment is not looked at
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
    static final class RoutesException extends RuntimeException {
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
            Environment.kafka(System.getenv()).forEach((key, value) -> {
                main.addOverrideProperty(key, value);
                main.addOverrideProperty(StringHelper.dashToCamelCase(key), value); // whichever the file has
            });
        }
        extra.settings().forEach(main::addOverrideProperty);
        main.setPropertyPlaceholderLocations(
                "file:" + folders.config().resolve("application.properties").toAbsolutePath() + ";optional=true");
        main.bind("arm", new ArmComponent(polling.eyes(), polling.answers()));
        main.bind("armClient", arm);
        main.bind("forgiving", new Forgiving());
        main.bind("workers", workers);
        main.bind("scans", scans);
        main.bind("eyes", polling.eyes());
        main.bind("answers", polling.answers());
        main.bind("sending", polling.sending());
        main.bind("metricsRegistry", meters);
        main.addMainListener(new CamelSetup.BeforeConfigure(context -> prepare(context, extra)));
        return main;
    }

    private void prepare(CamelContext context, Extra extra) {
        if (extra.isolated()) {
            CamelEnvironment.ignore(context.getPropertiesComponent());
        }
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        checks.register(Checks.judgement(judge, scans::held));
        checks.register(Checks.kafka(kafka, scans::isPaused));
        checks.register(Checks.polling(scans::late));
        checks.register(Checks.installation(judge.installation()));
        Credentials credentials = polling.identity();
        checks.register(
                Checks.credential(() -> !credentials.hasNoTokenFor(LONGEST_WITHOUT_TOKEN), credentials::problem));
    }

    /**
     * Starts, waits for Kafka as long as it takes, and lets the scans begin.
     *
     * @throws UnusableTopicException where a topic cannot be used
     * @throws InterruptedException where it was closed meanwhile
     */
    public void start() throws UnusableTopicException, InterruptedException {
        startCamel();
        judge.start(this::begin, this::taken);
        var unused = watch.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Scans everything once, and waits until all that was found is judged.
     *
     * @throws UnusableTopicException where a topic cannot be used
     * @throws InterruptedException where it was closed meanwhile
     */
    void scanOnce() throws UnusableTopicException, InterruptedException {
        startCamel();
        CountDownLatch restored = new CountDownLatch(1);
        judge.start(restored::countDown, () -> {});
        restored.await();
        scans.reconcilePublished();
        scans.open();
        sources().forEach(source -> template().sendBody("direct:scan", source));
        scans.awaitIdle();
        judge.awaitJudged();
    }

    /** The watched Azure subscriptions that this process does not hold. */
    List<String> notHeld() {
        List<String> watched = new ArrayList<>(new Probe(settings).subscriptions());
        watched.removeAll(scans.held());
        return watched;
    }

    /** What was polled so far, and what came of it. */
    Tally tally() {
        return new Tally(meters);
    }

    private void startCamel() {
        timer.prestartAllCoreThreads();
        watch.prestartAllCoreThreads();
        if (managed) {
            requireFree(settings.management());
        }
        try {
            camel.start();
        } catch (Exception e) {
            throw new RoutesException(e);
        }
    }

    private void begin() {
        scans.reconcilePublished();
        scans.open();
        LOG.info(
                "armwatch {} watches {} of {} and tells Kafka at {}; health at http://{}:{}/observe/health",
                Version.text(),
                scans.watched(),
                settings.azure().endpoint(),
                settings.kafka().brokers(),
                settings.management().host(),
                settings.management().port());
        scanAll();
    }

    /** This process holds other Azure subscriptions than before. */
    private void taken() {
        scans.forgetElsewhere();
        scans.reconcilePublished();
        scanAll();
    }

    /** Scans, as without a tick, what is new to this process. */
    private void scanAll() {
        holdings.report(scans.held());
        scan(sources());
    }

    private void scan(Collection<String> some) {
        some.forEach(source -> onThread(() -> run("direct:scan", source)));
    }

    private void resume(Work work, long millis) {
        onTimer(() -> workers.start(work), millis);
    }

    private void later(Runnable task, long millis) {
        onTimer(() -> onThread(task), millis);
    }

    private void onTimer(Runnable task, long millis) {
        try {
            var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not resumed", stopping);
        }
    }

    /** Where no thread can be started, it is tried again. */
    private void onThread(Runnable task) {
        try {
            pollers.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            later(task, WATCH_MILLIS);
        }
    }

    /** Looks whether all goes on as it should, each second. Whatever goes wrong with one look, there is another. */
    private void watch() {
        try {
            kafkaWatch.look();
            clockWatch.step().ifPresent(this::rearm);
            scans.watch();
            scanOwed();
        } catch (RuntimeException | Error e) {
            LOG.warn("armwatch cannot look whether polling goes on; it tries again", e);
        }
    }

    private void rearm(Duration step) {
        LOG.warn(
                "The wall clock was set by {} s: the schedules are computed anew, and everything is scanned now",
                step.toMillis() / 1000.0);
        if (step.isNegative()) {
            kafka.renewClient();
            judge.renewClients();
        }
        try {
            Ticks.rearm(
                    camel.getCamelContext()
                            .getComponent("quartz", QuartzComponent.class)
                            .getScheduler(),
                    clock);
        } catch (SchedulerException e) {
            LOG.error("The schedules cannot be computed anew: start armwatch anew", e);
        }
        scans.oweAll();
        scannedOwedAt = System.nanoTime() - OWED_NANOS;
    }

    /** What Kafka did not take is scanned at once when Kafka is back; where single sends fail, not more often than twice a minute. */
    private void scanOwed() {
        long now = System.nanoTime();
        if (now - scannedOwedAt < OWED_NANOS && !scans.hasResumed()) {
            return;
        }
        Collection<String> owed = scans.owedSources();
        if (!owed.isEmpty()) {
            scannedOwedAt = now;
            scan(owed);
        }
    }

    private void run(String route, Object body) {
        run(() -> template().sendBody(route, body));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (scans.isOpen()) {
                throw e;
            }
            LOG.debug("Ended with the service", e);
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
        scans.close();
        watch.shutdownNow();
        timer.shutdownNow();
        arm.abandon();
        camel.stop();
        judge.close();
        pollers.shutdownNow();
        kafka.close();
        arm.close();
    }
}
