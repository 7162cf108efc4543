package io.armwatch.simulator.estate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a simulator.
 *
 * @param sources the names of the sources whose fixture folders it serves; their resources are pollable
 * @param port 0 for any free port
 * @param pageSize the number of entities per page of a list
 * @param resources how many pollable resources to generate; 0 for the small fixed estate
 * @param seed a file with the resources to hold instead; see {@link SeedReader}
 * @param faults a fault file; see {@code docs/simulator.md}
 * @param playEvery if present, the simulator changes something on its own at this interval
 * @param auth whether calls need a token that this simulator issued
 * @param identityHeader the {@code X-IDENTITY-HEADER} that the token endpoint requires
 * @param throttle whether ARM's rate limits are enforced with 429 or only reported in headers
 * @param gzip whether responses are compressed for callers that accept it
 * @param deletionDelay how long a certificate stays in state {@code Deleting}
 * @param randomSeed makes keys and changes reproducible, but not tokens
 */
public record SimulatorOptions(
        List<String> sources,
        String host,
        int port,
        int pageSize,
        int resources,
        Optional<Path> seed,
        Optional<Path> faults,
        Optional<Duration> playEvery,
        boolean auth,
        Duration tokenLifetime,
        String identityHeader,
        boolean throttle,
        boolean gzip,
        Duration deletionDelay,
        long randomSeed,
        Clock clock) {

    public SimulatorOptions {
        sources = List.copyOf(sources);
        require(!sources.isEmpty(), "sources must not be empty");
        require(!host.isBlank(), "host must not be empty");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, not " + port);
        require(pageSize > 0, "page size must be at least 1, not " + pageSize);
        require(resources >= 0, "resources must not be negative: " + resources);
        require(resources == 0 || seed.isEmpty(), "either a number of resources or a seed, not both");
        require(playEvery.filter(every -> every.toMillis() < 1).isEmpty(), "play must pause for at least 1 ms");
        require(!tokenLifetime.isNegative(), "token lifetime must not be negative");
        require(!deletionDelay.isNegative(), "deletion delay must not be negative");
    }

    /** The fixed estate on a free loopback port. */
    public static SimulatorOptions defaults() {
        return builder().build();
    }

    public static SimulatorOptionsBuilder builder() {
        return new SimulatorOptionsBuilder();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
