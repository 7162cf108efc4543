package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * When a second view of a resource, which costs a write, is worth asking for: on first sight, when the resource's ETag has moved
 * (API Management moves it with the keys), and at a slow interval, lest an ETag be wrong.
 */
final class SecretsGate {
    private static final Duration SAFETY = Duration.ofHours(6);
    private static final Duration WITHOUT_ETAG = Duration.ofMinutes(15);

    private final boolean wanted;
    private final Clock clock;
    private final ConcurrentMap<String, Pass> passes = new ConcurrentHashMap<>();

    SecretsGate(boolean wanted, Clock clock) {
        this.wanted = wanted;
        this.clock = clock;
    }

    private record Pass(Optional<String> etag, Instant at) {}

    /** The second view of what a source shows, where it is watched. */
    Optional<Source> beside(Source source) {
        return wanted ? Sources.beside(source) : Optional.empty();
    }

    /** Whether to ask for it, now that the resource has shown an ETag; if so, the ETag is remembered. */
    boolean opens(ArmId id, Optional<String> etag) {
        Instant now = clock.instant();
        Pass last = passes.get(id.key());
        Duration interval = etag.isPresent() ? SAFETY : WITHOUT_ETAG;
        boolean due = last == null
                || !last.etag().equals(etag)
                || !now.isBefore(last.at().plus(interval));
        if (due) {
            passes.put(id.key(), new Pass(etag, now));
        }
        return due;
    }

    /** It could not be read: the next time it is worth asking for again. */
    void failed(ArmId id) {
        passes.remove(id.key());
    }
}
