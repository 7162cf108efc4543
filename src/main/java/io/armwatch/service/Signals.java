package io.armwatch.service;

import io.armwatch.config.Settings;
import io.armwatch.management.HealthChecks;
import io.armwatch.management.SignalApi;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.route.RouteBeans;
import io.armwatch.signal.PausedSources;
import io.armwatch.signal.SignalService;
import io.armwatch.signal.SignalWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckRegistry;

/** Signals as the service uses them. Unless {@code armwatch.signals} is set, nothing is read or written. */
final class Signals implements AutoCloseable {
    private final Settings settings;
    private final PausedSources paused = new PausedSources();
    private final Optional<SignalWriter> writer;
    private final Optional<SignalService> reader;

    /** @param scan scans sources where a scan is due */
    Signals(Settings settings, RouteBeans beans, Consumer<Collection<String>> scan, MeterRegistry meters) {
        this.settings = settings;
        ScanScheduler scheduler = beans.scheduler();
        scheduler.pauseSources(paused::isPaused);
        scheduler.scanBy(scan);
        this.writer = settings.kafka().signals() ? Optional.of(new SignalWriter(settings.kafka())) : Optional.empty();
        this.reader = writer.map(each -> new SignalService(settings.kafka(), paused, each, beans.signals(), meters));
    }

    /** Registers what health says about signals. */
    void addTo(HealthCheckRegistry checks) {
        reader.ifPresent(each -> checks.register(HealthChecks.signals(paused::all, each::isReading)));
    }

    /** Adds the part of the API that writes signals. */
    void addTo(Router router) {
        SignalApi.addTo(router, settings.management(), writer);
    }

    /** Whether it is known which sources are paused; so it is if signals are not read. */
    boolean knowPauses() {
        return reader.isEmpty() || reader.get().knowsPauses();
    }

    /** Starts to read. The topics must exist. */
    void start() {
        reader.ifPresent(SignalService::start);
    }

    /**
     * Waits until it is known which sources are paused; no scan may begin before.
     *
     * @return false if armwatch stops meanwhile
     */
    boolean awaitPauses() {
        try {
            if (reader.isPresent()) {
                reader.get().awaitPauses();
            }
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Replaces Kafka's client after the wall clock was set back. */
    void renewClient() {
        reader.ifPresent(SignalService::renewClient);
    }

    @Override
    public void close() {
        reader.ifPresent(SignalService::close);
    }
}
