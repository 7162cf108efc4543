package io.armwatch.poll;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * When a second view of a resource, which costs a write, is worth asking for: on first sight, when the resource's ETag has moved
 * (API Management moves it with the keys), and at a slow interval, lest an ETag be wrong. The ETag counts once the secrets that
 * were read then are known.
 */
public final class SecretsGate {
    private static final Duration SAFETY = Duration.ofHours(6);
    private static final Duration WITHOUT_ETAG = Duration.ofMinutes(15);
    private static final Duration JUDGED_BY = Duration.ofSeconds(30);

    private final boolean wanted;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Pass> passes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Optional<String>> opened = new ConcurrentHashMap<>();

    /**
     * Creates a gate that measures time by this clock.
     *
     * @param nanos measures the intervals: a wall clock may be set
     */
    public SecretsGate(boolean wanted, LongSupplier nanos) {
        this.wanted = wanted;
        this.nanos = nanos;
    }

    /**
     * @param at in nanoseconds of the monotonic clock
     * @param seen what was read, until it is known
     */
    private record Pass(Optional<String> etag, long at, Optional<JsonNode> seen) {}

    /** The second view of what a source shows, where it is watched. */
    Optional<Source> beside(Source source) {
        return wanted ? Sources.secondView(source) : Optional.empty();
    }

    /**
     * Whether to ask for it, now that the resource has shown an ETag.
     *
     * @param known what is known of it
     */
    boolean shouldRead(ArmId id, Optional<String> etag, Supplier<Optional<JsonNode>> known) {
        Pass last = passes.get(id.key());
        boolean due = last == null || !last.etag().equals(etag) || isOver(last) || !isKnown(id, last, known);
        if (due) {
            opened.put(id.key(), etag);
        }
        return due;
    }

    private boolean isOver(Pass pass) {
        Duration interval = pass.etag().isPresent() ? SAFETY : WITHOUT_ETAG;
        return hasPassed(interval, pass);
    }

    private boolean hasPassed(Duration interval, Pass pass) {
        return nanos.getAsLong() - pass.at() >= interval.toNanos();
    }

    /** What was seen may have been lost on its way, or have come too late; nothing but the known state tells. */
    private boolean isKnown(ArmId id, Pass pass, Supplier<Optional<JsonNode>> known) {
        if (pass.seen().isEmpty() || !hasPassed(JUDGED_BY, pass)) {
            return true;
        }
        boolean as = known.get().map(JsonNode::toString).equals(pass.seen().map(JsonNode::toString));
        if (as) {
            passes.put(id.key(), new Pass(pass.etag(), pass.at(), Optional.empty()));
        }
        return as;
    }

    /** Forgets what was read of all other resources, by their keys. */
    public void keep(Predicate<String> kept) {
        passes.keySet().removeIf(kept.negate());
        opened.keySet().removeIf(kept.negate());
    }

    /** It was read. */
    void saw(ArmId id, Optional<JsonNode> state) {
        Optional<String> etag = opened.getOrDefault(id.key(), Optional.empty());
        opened.remove(id.key());
        passes.put(id.key(), new Pass(etag, nanos.getAsLong(), state));
    }

    /** It could not be read: the next time it is worth asking for again. */
    void failed(ArmId id) {
        opened.remove(id.key());
        passes.remove(id.key());
    }
}
