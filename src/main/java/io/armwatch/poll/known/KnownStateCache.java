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
 * The known states as polling reads them: each state from the store, with a digest of the last response that led to it. A response
 * with the same digest need not be parsed. A digest is valid only for the state with the same bytes, so a state that was visible
 * before its commit and then rolled back cannot hide a change.
 */
public final class KnownStateCache {
    /** The longest time for which 304 responses are trusted. */
    private static final long NOT_MODIFIED_TRUST = Duration.ofHours(6).toNanos();

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

    /** The known state now; empty if this process does not hold the states of the target's Azure subscription. */
    public Optional<KnownSnapshot> recall(Target target) {
        CacheEntry entry = entries.get(target.key());
        byte[] stored = entry == null ? null : entry.storedState();
        return stored == null ? find(target, entry) : Optional.of(new KnownSnapshot(requireNonNull(entry), stored));
    }

    /** @param before the entry that no longer refers to a stored state */
    private Optional<KnownSnapshot> find(Target target, @Nullable CacheEntry before) {
        try {
            Optional<Cell> cell = store.get(target);
            if (cell.isEmpty()) {
                return Optional.of(new KnownSnapshot(target));
            }
            byte[] stored = cell.get().state();
            if (stored == null) { // another process takes it over at this moment
                return Optional.empty();
            }
            CacheEntry entry = before == null ? new CacheEntry(target, cell.get()) : before.with(cell.get());
            if (before != null) {
                entries.put(target.key(), entry);
            }
            return Optional.of(new KnownSnapshot(entry, stored));
        } catch (NotHereException notHere) {
            return Optional.empty();
        }
    }

    /**
     * Notes that a response confirms the known state, if an earlier response with the same digest has led to it.
     *
     * @return false if the response must be parsed
     */
    public boolean confirmUnchanged(CacheEntry entry, Digest digest, Instant at) {
        LastResponse last = entry.lastResponse();
        if (last == null
                || last.stored() != entry.storedState()
                || !last.digest().equals(digest)) {
            return false;
        }
        last.markSeen(at);
        entry.note(PollOutcome.UNCHANGED);
        return true;
    }

    /** Notes that a response confirms the known state, and keeps its digest and ETag for the next one. */
    public void markUnchanged(KnownSnapshot known, Digest digest, Optional<String> etag, Instant at) {
        known.entry().ifPresent(entry -> entry.note(PollOutcome.UNCHANGED));
        LastResponse last = known.lastResponse();
        if (last != null && known.hasDigest(digest) && known.etag().equals(etag)) {
            last.markSeen(at);
            trustNotModified(last, known.target());
            return;
        }
        byte[] stored = known.stored();
        if (stored != null) {
            LastResponse response = new LastResponse(stored, known.revision(), digest, etag);
            response.markSeen(at);
            trustNotModified(response, known.target());
            known.entry().ifPresent(entry -> {
                entry.remember(response);
                entries.put(known.target().key(), entry);
            });
        }
    }

    /** Notes that a response confirms the known state, and that its digest and ETag stay valid. */
    public void markUnchanged(KnownSnapshot known, Instant at) {
        known.entry().ifPresent(entry -> entry.note(PollOutcome.UNCHANGED));
        LastResponse last = known.lastResponse();
        if (last != null) {
            last.markSeen(at);
        }
    }

    /** Notes what came of a poll that did not confirm the known state. */
    public void note(KnownSnapshot known, PollOutcome outcome) {
        known.entry().ifPresent(found -> {
            CacheEntry before = entries.putIfAbsent(known.target().key(), found);
            (before == null ? found : before).note(outcome);
        });
    }

    /** What this process knows about the polls of a target. */
    public PollHistory history(Target target) {
        CacheEntry entry = entries.get(target.key());
        return entry == null ? PollHistory.NONE : entry.history();
    }

    /** Trusts 304 from now on, as the whole resource was read. The time is spread, so that resources are not all read again at once. */
    private void trustNotModified(LastResponse response, Target target) {
        if (response.etag().isPresent()) {
            long spread = (target.key().hashCode() & 0xffffL) * (NOT_MODIFIED_TRUST / 2 / 0x10000);
            response.trustNotModifiedUntil(nanos.getAsLong() + NOT_MODIFIED_TRUST - spread);
        }
    }

    /**
     * The ETag to send. Empty if the whole resource is to be read: because there is no ETag, or because only 304 came for hours, and a
     * 304 can be wrong, for example one from a cache.
     */
    public Optional<String> etagToSend(KnownSnapshot known) {
        LastResponse last = known.lastResponse();
        return last != null && last.etag().isPresent() && last.isNotModifiedTrustedAt(nanos.getAsLong())
                ? last.etag()
                : Optional.empty();
    }

    /** Whether this process took over the Azure subscription of an id after a moment. */
    public boolean hasTakenSince(ArmId id, long moment) {
        return store.hasTakenSince(id, moment);
    }

    /** Kafka's size limit for one record, in bytes. */
    public int largestRecord() {
        return store.largestRecord();
    }

    /** Forgets what is kept of the last response for a target. */
    public void forget(Target target) {
        CacheEntry entry = entries.remove(target.key());
        if (entry != null) {
            entry.forgetLastResponse();
        }
    }

    /** Forgets what is kept of responses for targets that this process no longer holds, or that no longer exist. */
    public void forgetElsewhere() {
        entries.values().removeIf(entry -> entry.storedState() == null && !isKnown(entry.target()));
    }

    private boolean isKnown(Target target) {
        try {
            return store.get(target).isPresent();
        } catch (NotHereException notHere) {
            return false;
        }
    }

    /** The number of targets for which something is kept of a response. */
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

    /** A number that changes whenever a key is added or removed, or gains or loses its state. */
    public long version() {
        return store.version();
    }

    /** Forgets changes before a moment: no caller will ask about an earlier one. */
    public void forgetBefore(long moment) {
        store.forgetBefore(moment);
    }

    /** Whether this process holds the known states of an id's Azure subscription. */
    public boolean holds(ArmId id) {
        return store.holds(id);
    }

    /** The current moment, for {@link #hasChangedSince}. */
    public long moment() {
        return store.moment();
    }

    /** Whether a target's known state may have changed since a moment. */
    public boolean hasChangedSince(Target target, long moment) {
        return store.hasChangedSince(target, moment);
    }

    /** The keys of the known states below an id; none if this process does not hold them. */
    public List<String> keys(ArmId below) {
        try {
            return store.keys(below);
        } catch (NotHereException notHere) {
            return List.of();
        }
    }
}
