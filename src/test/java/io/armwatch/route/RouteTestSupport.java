package io.armwatch.route;

import static io.armwatch.poll.MapsAccountRequests.BODY;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The files in {@code routes/} and their beans as they are, with two Maps accounts to poll. A test says what
 * {@code arm:} answers, and camel-kafka has a producer that keeps what it is given. One worker does everything, on the thread of whoever asks for a scan.
 */
abstract class RouteTestSupport extends CamelMainTestSupport {
    static final String SOURCE = "maps-keys";
    private static final String GROUP =
            "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/g/providers/Microsoft.Maps/accounts/";
    static final PolledResource FIRST = PolledResource.of(SOURCE, GROUP + "first");
    static final PolledResource SECOND = PolledResource.of(SOURCE, GROUP + "second");
    private static final JsonNode ROTATED = OfficialExample.with(BODY, "/primaryKey", "another");
    /** A schedule for each source, no two alike. None is due while a test runs: the defaults are, every few minutes. */
    private static final Map<String, String> NEVER = never();

    private static final Settings SETTINGS = settings();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final InMemoryStateStore store = new InMemoryStateStore();
    final RouteBeans beans = RouteBeans.of(SETTINGS, new KnownStateCache(store), Clock.systemUTC(), meters);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<Exchange> polls = new CopyOnWriteArrayList<>();
    final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private @Nullable WorkerPool workers;

    /** What {@code arm:} does with an exchange. */
    interface Reply {
        void to(Exchange exchange) throws Exception;
    }

    /** camel-kafka and its options as they are, but for Kafka's own producer. */
    private final class KafkaProducerReplacement extends DefaultKafkaClientFactory {
        @Override
        @SuppressWarnings("rawtypes")
        public Producer getProducer(Properties client) {
            return kafka;
        }
    }

    private static Map<String, String> never() {
        Map<String, String> schedules = new TreeMap<>();
        Sources.scheduled()
                .forEach(source -> schedules.put(source.name(), "0 %d 0 1 1 ? 2099".formatted(schedules.size())));
        return schedules;
    }

    private static Settings settings() {
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 1, Duration.ofSeconds(1), 1),
                new Settings.Watch(
                        List.of(scope("first"), scope("second")),
                        Map.of(SOURCE, requireNonNull(NEVER.get(SOURCE))),
                        false,
                        1,
                        Fingerprints.sha256()),
                new Settings.Kafka("nowhere:9092", Map.of(), true, "routes", "azure", 1, false),
                new Settings.Management("127.0.0.1", 0));
    }

    private static Scope scope(String name) {
        try {
            return new ScopeParser(Sources.all().stream()
                            .map(Source::types)
                            .flatMap(List::stream)
                            .toList())
                    .parse(GROUP + name, 1);
        } catch (ScopeParser.InvalidScopeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getComponent("kafka", KafkaComponent.class).setKafkaClientFactory(new KafkaProducerReplacement());
        return camel;
    }

    Component armComponent() {
        return new ReplacedArm(this::answer);
    }

    private void resume(RequestQueue queue, long millis) {
        var unused = timer.schedule(() -> requireNonNull(workers).start(queue), millis, TimeUnit.MILLISECONDS);
    }

    Path routes() {
        return Path.of("routes");
    }

    @Override
    protected void configure(MainConfigurationProperties main) {
        main.withRoutesIncludePattern("file:" + routes().toAbsolutePath() + "/**/*.camel.yaml");
        main.withShutdownTimeout(2);
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.putAll(SettingsReader.defaults());
        properties.setProperty("arm.endpoint", SETTINGS.azure().endpoint().toString());
        properties.setProperty("camel.component.kafka.brokers", SETTINGS.kafka().brokers());
        NEVER.forEach((source, cron) -> properties.setProperty("armwatch.schedule." + source, cron));
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("arm", armComponent());
        registry.bind("armClient", SETTINGS.azure().client(Credential.none(), "test"));
        workers = new WorkerPool(
                beans.scheduler(),
                Runnable::run,
                new ThreadRefusals(),
                prepare -> template.send("direct:work", prepare),
                this::resume);
        beans.scheduler().resumeBy(this::resume);
        registry.bind("workers", workers);
        beans.beans().forEach(registry::bind);
    }

    @BeforeEach
    void openScans() throws Exception {
        store.knows(FIRST, BODY);
        store.knows(SECOND, BODY);
        replies.put(FIRST.id().key(), RouteTestSupport::unchanged);
        replies.put(SECOND.id().key(), RouteTestSupport::unchanged);
        beans.scheduler().open();
    }

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    /** As ArmProducer does it, but for the call. */
    private void answer(Exchange exchange) throws Exception {
        do {
            polls.add(exchange);
            requireNonNull(replies.get(PollExchange.poll(exchange).target().id().key()))
                    .to(exchange);
        } while (beans.responses().confirmUnchanged(exchange) && beans.poller().startNext(exchange));
    }

    void reply(PolledResource resource, Reply reply) {
        replies.put(resource.id().key(), reply);
    }

    static void unchanged(Exchange exchange) {
        PollingFixture.reply(exchange, 200, BODY.toString());
    }

    static void rotated(Exchange exchange) {
        PollingFixture.reply(exchange, 200, ROTATED.toString());
    }

    /** The schedule's tick, without Quartz. */
    void tick() {
        template.sendBodyAndProperty("direct:scan", SOURCE, ScanTrigger.TICK, "true");
    }

    /** Sends the ends of the scans that have ended. */
    void endScans() {
        template.sendBody("direct:end", "");
    }

    /** Both resources were polled, by the same worker. */
    void assertOneWorker() {
        assertThat(polls).hasSize(2);
        assertThat(polls.stream().map(Exchange::getExchangeId).distinct()).hasSize(1);
    }

    /** What has been polled, each with the exchange of the worker that polled it. */
    List<Exchange> polls() {
        return polls;
    }

    /** What reached Kafka. */
    List<Observation> sent() {
        return kafka.history().stream().map(RouteTestSupport::observation).toList();
    }

    <T extends Observation> List<T> sent(Class<T> kind) {
        return sent().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static Observation observation(ProducerRecord<String, byte[]> record) {
        try {
            return Json.read(record.value(), Observation.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
