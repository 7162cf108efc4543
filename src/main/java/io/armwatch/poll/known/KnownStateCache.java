package io.armwatch.poll.known;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.detection.DetectionService;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.detection.KnownStates.NotHereException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What polling knows of a target: the known state as the store holds it, and a digest of the last answer that came to the very
 * same state. An answer with that digest need not be parsed. The digest belongs to one state, by its bytes, and is worth
 * nothing for any other: so a state that was shown too early and taken back cannot hide a change.
 */
public final class KnownStateCache {
    /** How long a 304 is believed at most. */
    private static final long BELIEVED = Duration.ofHours(6).toNanos();

    private final KnownStateStore store;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, CacheEntry> entries = new ConcurrentHashMap<>();

    public KnownStateCache(DetectionService detection) {
        this(new LocalStateStore(detection));
    }

    public KnownStateCache(KnownStateStore store) {
        this(store, System::nanoTime);
    }

    KnownStateCache(KnownStateStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    /** What is known now; empty where this process does not hold the target's states. */
    public Optional<KnownSnapshot> recall(Target target) {
        CacheEntry entry = entries.get(target.key());
        byte[] stored = entry == null ? null : entry.state();
        return stored == null ? find(target, entry) : Optional.of(new KnownSnapshot(requireNonNull(entry), stored));
    }

    /** @param before where it stood when this process held it before */
    private Optional<KnownSnapshot> find(Target target, @Nullable CacheEntry before) {
        try {
            Optional<Cell> cell = store.get(target);
            if (cell.isEmpty()) {
                return Optional.of(new KnownSnapshot(target));
            }
            byte[] stored = cell.get().state();
            if (stored == null) { // given away at this moment
                return Optional.empty();
            }
            CacheEntry entry = new CacheEntry(target, cell.get(), before == null ? null : before.last());
            if (before != null) {
                entries.put(target.key(), entry);
            }
            return Optional.of(new KnownSnapshot(entry, stored));
        } catch (NotHereException elsewhere) {
            return Optional.empty();
        }
    }

    /**
     * Notes that an answer came to the state that is known, where this answer has come to it before and it is known still.
     *
     * @return whether that is so
     */
    public boolean confirmUnchanged(CacheEntry entry, Digest digest, Instant at) {
        LastResponse last = entry.last();
        if (last == null || last.stored() != entry.state() || !last.digest().equals(digest)) {
            return false;
        }
        last.seen(at);
        return true;
    }

    /** Notes that an answer came to the state that is known, and that there is nothing else to be told of it. */
    public void seenAgain(KnownSnapshot known, Digest digest, Optional<String> etag, Instant at) {
        LastResponse last = known.last();
        if (last != null && known.isOf(digest) && known.etag().equals(etag)) {
            last.seen(at);
            believe(last, known.target());
            return;
        }
        byte[] stored = known.stored();
        if (stored != null) {
            LastResponse response = new LastResponse(stored, known.revision(), digest, etag);
            response.seen(at);
            believe(response, known.target());
            known.entry().ifPresent(entry -> {
                entry.remember(response);
                entries.put(known.target().key(), entry);
            });
        }
    }

    /** Notes that nothing has changed since the answer that came to the state that is known. */
    public void seenAgain(KnownSnapshot known, Instant at) {
        LastResponse last = known.last();
        if (last != null) {
            last.seen(at);
        }
    }

    /** The whole was read. Resources that were read at the same time are not all read again at the same time. */
    private void believe(LastResponse response, Target target) {
        if (response.etag().isPresent()) {
            long spread = (target.key().hashCode() & 0xffffL) * (BELIEVED / 2 / 0x10000);
            response.believeUntil(nanos.getAsLong() + BELIEVED - spread);
        }
    }

    /**
     * The ETag to ask with. Empty where the whole is to be read, because there is no ETag, or because nothing but 304 came for hours:
     * a 304 can be wrong, for example a cache's.
     */
    public Optional<String> etagToAskWith(KnownSnapshot known) {
        LastResponse last = known.last();
        return last != null && last.etag().isPresent() && last.isBelievedAt(nanos.getAsLong())
                ? last.etag()
                : Optional.empty();
    }

    /** Whether this process has come to hold an id's Azure subscription after a moment. */
    public boolean takenSince(ArmId id, long moment) {
        return store.takenSince(id, moment);
    }

    /** What Kafka takes of one record, in bytes. */
    public int largestRecord() {
        return store.largestRecord();
    }

    /** Forgets what answers have left behind. */
    public void forget(Target target) {
        CacheEntry entry = entries.remove(target.key());
        if (entry != null) {
            entry.forgetLast();
        }
    }

    /** Forgets what answers have left behind of what this process does not hold any more, or nobody. */
    public void forgetElsewhere() {
        entries.values().removeIf(entry -> entry.state() == null && !isKnown(entry.target()));
    }

    private boolean isKnown(Target target) {
        try {
            return store.get(target).isPresent();
        } catch (NotHereException elsewhere) {
            return false;
        }
    }

    /** Of how many targets answers have left something behind. */
    public int size() {
        return entries.size();
    }

    /** Every key that this process holds, of any Azure subscription. */
    public Iterable<String> keys() {
        return store.keys();
    }

    /** The rows of {@code azure.known-states} by their keys. */
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return store.published(wanted, values);
    }

    /** Another number than before whenever those keys have changed, or which of them have a state. */
    public long version() {
        return store.version();
    }

    /** Forgets of the ledger what nobody will ask about that asks from a moment on. */
    public void forgetBefore(long moment) {
        store.forgetBefore(moment);
    }

    /** Whether this process holds what is known of an id's Azure subscription. */
    public boolean holds(ArmId id) {
        return store.holds(id);
    }

    /** Now, as {@link #changedSince} takes it. */
    public long moment() {
        return store.moment();
    }

    /** Whether a target's known state may have changed since a moment. */
    public boolean changedSince(Target target, long moment) {
        return store.changedSince(target, moment);
    }

    /** The keys of what is known below an id; none where this process does not hold it. */
    public List<String> keys(ArmId below) {
        try {
            return store.keys(below);
        } catch (NotHereException elsewhere) {
            return List.of();
        }
    }
}
