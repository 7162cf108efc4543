package io.armwatch.outlet;

import static java.util.stream.Collectors.joining;

import io.armwatch.azure.network.Network;
import io.armwatch.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The outlets of this process, and what they share. */
public final class Outlets {
    /** The exchange property that holds the {@link io.armwatch.outlet.delivery.OutletEvent}. */
    public static final String EVENT = "armwatch.event";

    private final Settings.Kafka kafka;
    private final Path config;
    private final Network network;
    private final String version;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, OutletStatus> all = new ConcurrentSkipListMap<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    /**
     * Outlets deliver nothing until {@link #open}.
     *
     * @param config the folder with the user's settings
     */
    public Outlets(Settings settings, Path config, String version, MeterRegistry meters, Clock clock) {
        this.kafka = settings.kafka();
        this.config = config;
        this.network = settings.azure().network();
        this.version = version;
        this.meters = meters;
        this.clock = clock;
    }

    /** Lets the outlets deliver. The topics must exist. */
    public void open() {
        opened.countDown();
    }

    /** Waits for {@link #open}; false if it was not called in this time. */
    boolean awaitOpen(long millis) throws InterruptedException {
        return opened.await(millis, TimeUnit.MILLISECONDS);
    }

    /** @throws IllegalArgumentException if another outlet has this name */
    void add(OutletStatus status) {
        if (all.putIfAbsent(status.name(), status) != null) {
            throw new IllegalArgumentException("two outlets are named " + status.name()
                    + "; give each outlet in routes/outlets a name of its own: it names its consumer group");
        }
        OutletMeters.register(status, meters);
    }

    /** The outlets by name. */
    public Collection<OutletStatus> all() {
        return all.values();
    }

    /** The outlets that cannot deliver, as a sentence. */
    public Optional<String> problem() {
        return Optional.of(all().stream()
                        .flatMap(each -> each.problem().stream()
                                .map(text -> "Outlet " + each.name()
                                        + (each.isPaused() ? " is paused: " : " cannot deliver: ") + text))
                        .collect(joining("; ")))
                .filter(text -> !text.isEmpty());
    }

    Settings.Kafka kafka() {
        return kafka;
    }

    Clock clock() {
        return clock;
    }

    /** Proxy and certificate authorities, as for ARM. */
    public Network network() {
        return network;
    }

    /** The folder with the user's settings, at which relative paths begin. */
    public Path config() {
        return config;
    }

    public String version() {
        return version;
    }
}
