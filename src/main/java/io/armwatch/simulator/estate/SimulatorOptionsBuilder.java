package io.armwatch.simulator.estate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Builds {@link SimulatorOptions}, starting from the defaults. */
public final class SimulatorOptionsBuilder {
    /** Those whose operations have code of their own. */
    private List<String> sources = List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription");

    private String host = "127.0.0.1";
    private int port;
    private int pageSize = 100;
    private int resources;
    private Optional<Path> seed = Optional.empty();
    private Optional<Path> faults = Optional.empty();
    private Optional<Duration> playEvery = Optional.empty();
    private boolean auth;
    private Duration tokenLifetime = Duration.ofHours(24);
    private String identityHeader = "simulator";
    private boolean throttle;
    private boolean gzip;
    private Duration deletionDelay = Duration.ofSeconds(1);
    private long randomSeed = 1;
    private Clock clock = Clock.systemUTC();

    SimulatorOptionsBuilder() {}

    /** The sources whose fixture folders it serves. */
    public SimulatorOptionsBuilder sources(Collection<String> sources) {
        this.sources = List.copyOf(sources);
        return this;
    }

    public SimulatorOptionsBuilder host(String host) {
        this.host = host;
        return this;
    }

    public SimulatorOptionsBuilder port(int port) {
        this.port = port;
        return this;
    }

    public SimulatorOptionsBuilder pageSize(int pageSize) {
        this.pageSize = pageSize;
        return this;
    }

    public SimulatorOptionsBuilder resources(int resources) {
        this.resources = resources;
        return this;
    }

    public SimulatorOptionsBuilder seed(Path seed) {
        this.seed = Optional.of(seed);
        return this;
    }

    public SimulatorOptionsBuilder faults(Path faults) {
        this.faults = Optional.of(faults);
        return this;
    }

    public SimulatorOptionsBuilder playEvery(Duration playEvery) {
        this.playEvery = Optional.of(playEvery);
        return this;
    }

    public SimulatorOptionsBuilder auth(boolean auth) {
        this.auth = auth;
        return this;
    }

    public SimulatorOptionsBuilder tokenLifetime(Duration tokenLifetime) {
        this.tokenLifetime = tokenLifetime;
        return this;
    }

    public SimulatorOptionsBuilder identityHeader(String identityHeader) {
        this.identityHeader = identityHeader;
        return this;
    }

    public SimulatorOptionsBuilder throttle(boolean throttle) {
        this.throttle = throttle;
        return this;
    }

    public SimulatorOptionsBuilder gzip(boolean gzip) {
        this.gzip = gzip;
        return this;
    }

    public SimulatorOptionsBuilder deletionDelay(Duration deletionDelay) {
        this.deletionDelay = deletionDelay;
        return this;
    }

    public SimulatorOptionsBuilder randomSeed(long randomSeed) {
        this.randomSeed = randomSeed;
        return this;
    }

    public SimulatorOptionsBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    public SimulatorOptions build() {
        return new SimulatorOptions(
                sources,
                host,
                port,
                pageSize,
                resources,
                seed,
                faults,
                playEvery,
                auth,
                tokenLifetime,
                identityHeader,
                throttle,
                gzip,
                deletionDelay,
                randomSeed,
                clock);
    }
}
