package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Generates keys in each service's own format, and remembers every secret ever issued. */
public final class SimulatedSecrets {
    private final Random random;
    private final Clock clock;
    private final Map<String, String> named = new ConcurrentHashMap<>();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();

    public SimulatedSecrets(Random random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A new key in the format of the kind's service. */
    String key(Kind kind) {
        return remember(
                switch (kind.behaviour().keys()) {
                    case "base64" -> Base64.getEncoder().encodeToString(bytes(64));
                    case "hex" -> HexFormat.of().formatHex(bytes(16));
                    default -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
                });
    }

    /** A secret of a resource by its name, such as {@code key1}; the same one until it is renewed. */
    String named(SimulatedId id, String name) {
        return named.computeIfAbsent(id.key() + "|" + name, key -> made());
    }

    /** Replaces a named secret. */
    void renew(SimulatedId id, String name) {
        named.put(id.key() + "|" + name, made());
    }

    private String made() {
        return remember(Base64.getEncoder().encodeToString(bytes(48)));
    }

    /** Puts a secret where the resource's kind has one and the body has none. */
    void plant(SimulatedId id, ObjectNode body) {
        for (String pointer : id.kind().behaviour().secrets()) {
            Pointers.forEachParent(body, pointer, (parent, name) -> {
                if (!parent.hasNonNull(name)) {
                    parent.put(name, named(id, pointer));
                }
            });
        }
    }

    /** Remembers the secrets in a body. */
    void rememberIn(SimulatedId id, ObjectNode body) {
        for (String pointer : id.kind().behaviour().secrets()) {
            Pointers.forEachParent(body, pointer, (parent, name) -> {
                if (parent.path(name).isTextual() && !parent.get(name).asText().isEmpty()) {
                    remember(parent.get(name).asText());
                }
            });
        }
    }

    /** A random number of so many hexadecimal digits, which is no secret. */
    String hex(int digits) {
        return HexFormat.of().formatHex(bytes(digits / 2));
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
