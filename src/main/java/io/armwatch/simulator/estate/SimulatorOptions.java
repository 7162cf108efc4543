package io.armwatch.simulator.estate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a simulator is set up.
 *
 * @param port 0 for any free one
 * @param pageSize entities of one page of a list
 * @param resources how many pollable resources to make up; 0 for the small fixed estate
 * @param seed a file of resources to hold instead, see {@link SeedReader}
 * @param faults a file of faults to play, see {@code docs/simulator.md}
 * @param playEvery where present, the simulator changes something by itself that often
 * @param auth whether ARM calls need a token that this simulator issued
 * @param identityHeader what the token endpoint wants to see as {@code X-IDENTITY-HEADER}
 * @param throttle whether ARM's budget is enforced by 429 or only reported
 * @param gzip whether answers are compressed for callers that accept it
 * @param deletionDelay how long a certificate is {@code Deleting}
 * @param randomSeed keys and play are the same for the same seed; tokens are not
 */
public record SimulatorOptions(
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
        require(!host.isBlank(), "host must not be empty");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, not " + port);
        require(pageSize > 0, "page size must be at least 1, not " + pageSize);
        require(resources >= 0, "resources must not be negative: " + resources);
        require(resources == 0 || seed.isEmpty(), "either a number of resources or a seed, not both");
        require(playEvery.filter(every -> every.toMillis() < 1).isEmpty(), "play must pause for at least 1 ms");
        require(!tokenLifetime.isNegative(), "token lifetime must not be negative");
        require(!deletionDelay.isNegative(), "deletion delay must not be negative");
    }

    /** The fixed estate on a free port of the loopback. */
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
