package io.armwatch.simulator.estate;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Generates keys in each service's own format, and remembers every secret ever issued. */
public final class SimulatedSecrets {
    private final Random random;
    private final Clock clock;
    private final Set<String> issued = ConcurrentHashMap.newKeySet();

    public SimulatedSecrets(Random random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A new key in the format of the kind's service. */
    String key(Kind kind) {
        return remember(
                switch (kind) {
                    case BATCH_ACCOUNT -> Base64.getEncoder().encodeToString(bytes(64));
                    case APIM_SUBSCRIPTION -> HexFormat.of().formatHex(bytes(16));
                    case CERTIFICATE, MAPS_ACCOUNT, APIM_SERVICE ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
                });
    }

    SimulatedKeys keys(Kind kind, Instant at) {
        return new SimulatedKeys(key(kind), at, key(kind), at);
    }

    SimulatedKeys keys(Kind kind) {
        return keys(kind, clock.instant());
    }

    /** Adds a secret made elsewhere, and returns it. */
    public String remember(String secret) {
        issued.add(secret);
        return secret;
    }

    public Set<String> issued() {
        return Set.copyOf(issued);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
