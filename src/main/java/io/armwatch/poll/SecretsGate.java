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
 * Decides when the secrets of a resource are read, because {@code listSecrets} spends the write budget: at the first poll, when the ETag
 * of the resource changes (API Management changes it with the keys), and at a long interval in case the ETag is wrong. An ETag counts
 * only once the secrets that were read with it are known.
 */
public final class SecretsGate {
    private static final Duration REREAD_WITH_ETAG = Duration.ofHours(6);
    private static final Duration REREAD_WITHOUT_ETAG = Duration.ofMinutes(15);
    private static final Duration PROCESSED_WITHIN = Duration.ofSeconds(30);

    private final boolean wanted;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, LastRead> lastReads = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Optional<String>> requestedEtags = new ConcurrentHashMap<>();

    /**
     * Creates a gate that measures time by this clock.
     *
     * @param nanos measures the intervals, because the wall clock may be set
     */
    public SecretsGate(boolean wanted, LongSupplier nanos) {
        this.wanted = wanted;
        this.nanos = nanos;
    }

    /**
     * The last time that the secrets of a resource were read.
     *
     * @param at in nanoseconds of the monotonic clock
     * @param seen the state that was read; empty once it is known
     */
    private record LastRead(Optional<String> etag, long at, Optional<JsonNode> seen) {}

    /** The source of the secrets that belong to the resources of a source, if they are watched. */
    Optional<Source> secretsSource(Source source) {
        return wanted ? Sources.secondView(source) : Optional.empty();
    }

    /**
     * Whether to read the secrets now. If so, the ETag is kept until {@link #markRead}.
     *
     * @param etag of the resource
     * @param known the known state of the secrets
     */
    boolean shouldRead(ArmId id, Optional<String> etag, Supplier<Optional<JsonNode>> known) {
        LastRead last = lastReads.get(id.key());
        boolean due = last == null || !last.etag().equals(etag) || isExpired(last) || !isKnown(id, last, known);
        if (due) {
            requestedEtags.put(id.key(), etag);
        }
        return due;
    }

    private boolean isExpired(LastRead lastRead) {
        Duration interval = lastRead.etag().isPresent() ? REREAD_WITH_ETAG : REREAD_WITHOUT_ETAG;
        return hasPassed(interval, lastRead);
    }

    private boolean hasPassed(Duration interval, LastRead lastRead) {
        return nanos.getAsLong() - lastRead.at() >= interval.toNanos();
    }

    /** Whether the secrets that were read are known. Their observation may be lost or stale; only the known state proves it. */
    private boolean isKnown(ArmId id, LastRead lastRead, Supplier<Optional<JsonNode>> known) {
        if (lastRead.seen().isEmpty() || !hasPassed(PROCESSED_WITHIN, lastRead)) {
            return true;
        }
        boolean same =
                known.get().map(JsonNode::toString).equals(lastRead.seen().map(JsonNode::toString));
        if (same) {
            lastReads.put(id.key(), new LastRead(lastRead.etag(), lastRead.at(), Optional.empty()));
        }
        return same;
    }

    /** Forgets the reads of all other keys. */
    public void keep(Predicate<String> kept) {
        lastReads.keySet().removeIf(kept.negate());
        requestedEtags.keySet().removeIf(kept.negate());
    }

    /** Notes that the secrets were read. */
    void markRead(ArmId id, Optional<JsonNode> state) {
        Optional<String> etag = requestedEtags.getOrDefault(id.key(), Optional.empty());
        requestedEtags.remove(id.key());
        lastReads.put(id.key(), new LastRead(etag, nanos.getAsLong(), state));
    }

    /** Notes that the secrets could not be read, so the next poll of the resource reads them again. */
    void markFailed(ArmId id) {
        requestedEtags.remove(id.key());
        lastReads.remove(id.key());
    }
}
