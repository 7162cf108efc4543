package io.armwatch.route;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Reason;
import io.armwatch.change.Restored;
import io.armwatch.change.Target;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KnownStates.Cell;
import io.armwatch.judge.KnownStates.NotHereException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the eyes know of a target: the known state as the store holds it, and a digest of the last answer that came to the very
 * same state. An answer with that digest need not be parsed. The digest belongs to one state, by its bytes, and is worth
 * nothing for any other: so a state that was shown too early and taken back cannot hide a change.
 */
public final class Memory {
    private static final MessageDigest SHA_256 = sha256();
    /** How long a 304 is believed at most. */
    private static final long BELIEVED = Duration.ofHours(6).toNanos();

    private final Store store;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Spot> spots = new ConcurrentHashMap<>();

    public Memory(JudgeService judge) {
        this(new JudgedStore(judge));
    }

    Memory(Store store) {
        this(store, System::nanoTime);
    }

    Memory(Store store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    /** Where known states stand. */
    interface Store {
        /** Whether this process holds the states of an id's Azure subscription. */
        boolean holds(ArmId id);

        Optional<Cell> get(Target target) throws NotHereException;

        /** The keys of what is known below an id. */
        List<String> keys(ArmId below) throws NotHereException;

        /** Now, as {@link #changedSince} takes it. */
        long moment();

        /** Whether a target's known state may have changed since a moment. */
        boolean changedSince(Target target, long moment);

        /** Whether this process has come to hold an id's Azure subscription after a moment. */
        boolean takenSince(ArmId id, long moment);

        /** What Kafka takes of one record, in bytes. */
        int largestRecord();

        /** Nobody will ask about an earlier moment. */
        void forgetBefore(long moment);

        /** Every key that this process holds, of any Azure subscription. */
        Iterable<String> keys();

        /**
         * The rows of {@code azure.known-states} by their keys.
         *
         * @param values whether their values are read too
         */
        Map<String, byte[]> published(Predicate<String> wanted, boolean values);

        /** Another number than before whenever those keys have changed, or which of them have a state. */
        long version();
    }

    /** What the last answer left behind that came to a state; when, is noted in place: nothing is made for what is unchanged. */
    private static final class Entry {
        private final byte[] stored;
        private final long revision;
        private final byte[] digest;
        private final Optional<String> etag;
        private volatile long seenAtMicros;
        /** Until when a 304 is believed, in nanoseconds of the clock. */
        private volatile long believedUntil;

        Entry(byte[] stored, long revision, byte[] digest, Optional<String> etag) {
            this.stored = stored;
            this.revision = revision;
            this.digest = digest;
            this.etag = etag;
        }

        /** Of the same state in bytes of their own, as after a restore; those of before need not be held for it. */
        Entry of(byte[] equal) {
            Entry same = new Entry(equal, revision, digest, etag);
            same.seenAtMicros = seenAtMicros;
            same.believedUntil = believedUntil;
            return same;
        }

        /** Answers may be read in another order than they were asked for. */
        void seen(Instant at) {
            seenAtMicros = Math.max(seenAtMicros, ChronoUnit.MICROS.between(Instant.EPOCH, at));
        }

        Instant seenAt() {
            return Instant.EPOCH.plus(seenAtMicros, ChronoUnit.MICROS);
        }
    }

    /** One target: where its known state stands, and what was left behind that belongs to it. */
    static final class Spot {
        private final Target target;
        private final Cell cell;
        private volatile @Nullable Entry entry;

        private Spot(Target target, Cell cell, @Nullable Entry entry) {
            this.target = target;
            this.cell = cell;
            this.entry = entry;
        }

        Target target() {
            return target;
        }

        /** What belongs to this state, held by its bytes. */
        private @Nullable Entry of(byte[] stored) {
            Entry last = entry;
            if (last == null || last.stored == stored) {
                return last;
            }
            if (!Arrays.equals(last.stored, stored)) {
                return null;
            }
            Entry same = last.of(stored);
            entry = same;
            return same;
        }
    }

    /** A target's known state at one moment, for one look: read once, when it is asked for. */
    static final class Known {
        private final Target target;
        private final @Nullable Spot spot;
        private final byte @Nullable [] stored;
        private final @Nullable Entry entry;
        private @Nullable KnownState read;

        /** Of what is not known. */
        private Known(Target target) {
            this.target = target;
            this.spot = null;
            this.stored = null;
            this.entry = null;
        }

        private Known(Spot spot, byte[] stored) {
            this.target = spot.target;
            this.spot = spot;
            this.stored = stored;
            this.entry = spot.of(stored);
        }

        /** Where it is to be looked for again; empty where nothing is known. */
        Optional<Spot> spot() {
            return Optional.ofNullable(spot);
        }

        long revision() {
            return entry == null ? state().map(KnownState::revision).orElse(0L) : entry.revision;
        }

        Optional<KnownState> state() {
            if (read == null && stored != null) {
                read = Restored.of(target, stored).known();
            }
            return Optional.ofNullable(read);
        }

        /** Whether what is stored holds no state of a resource. */
        boolean isStateless() {
            return stored != null && stored.length > 0 && stored[0] == '{';
        }

        /** Whether it was told that it is gone. */
        boolean isGone() {
            return state().map(KnownState::deleted).orElse(false);
        }

        /** Whether it was told that it is gone, or that it was never there. */
        boolean isToldMissing() {
            return isGone()
                    || state().flatMap(KnownState::outage)
                            .filter(outage -> outage.reason() == Reason.MISSING)
                            .isPresent();
        }

        /** Whether an answer with this digest has come to this very state before. */
        boolean isOf(byte[] digest) {
            return entry != null && Arrays.equals(entry.digest, digest);
        }

        /** The ETag of the last answer that came to this very state. */
        Optional<String> etag() {
            return Optional.ofNullable(entry).flatMap(known -> known.etag);
        }

        /** When this state was last seen unchanged. */
        Optional<Instant> lastSeenAt() {
            return Optional.ofNullable(entry).map(Entry::seenAt);
        }
    }

    /** What is known now; empty where this process does not hold the target's states. */
    Optional<Known> recall(Target target) {
        Spot spot = spots.get(target.key());
        byte[] stored = spot == null ? null : spot.cell.state();
        return stored == null ? find(target, spot) : Optional.of(new Known(requireNonNull(spot), stored));
    }

    /** @param before where it stood when this process held it before */
    private Optional<Known> find(Target target, @Nullable Spot before) {
        try {
            Optional<Cell> cell = store.get(target);
            if (cell.isEmpty()) {
                return Optional.of(new Known(target));
            }
            byte[] stored = cell.get().state();
            if (stored == null) { // given away at this moment
                return Optional.empty();
            }
            Spot spot = new Spot(target, cell.get(), before == null ? null : before.entry);
            if (before != null) {
                spots.put(target.key(), spot);
            }
            return Optional.of(new Known(spot, stored));
        } catch (NotHereException elsewhere) {
            return Optional.empty();
        }
    }

    /**
     * Notes that an answer came to the state that is known, where this answer has come to it before and it is known still.
     *
     * @return whether that is so
     */
    boolean recognises(Spot spot, byte[] digest, Instant at) {
        Entry entry = spot.entry;
        if (entry == null || entry.stored != spot.cell.state() || !Arrays.equals(entry.digest, digest)) {
            return false;
        }
        entry.seen(at);
        return true;
    }

    /** Notes that an answer came to the state that is known, and that there is nothing else to be told of it. */
    void seenAgain(Known known, byte[] digest, Optional<String> etag, Instant at) {
        if (known.entry != null && known.isOf(digest) && known.etag().equals(etag)) {
            seenAgain(known, at);
            believe(known.entry, known.target);
        } else if (known.spot != null && known.stored != null) {
            Entry entry = new Entry(known.stored, known.revision(), digest, etag);
            entry.seen(at);
            believe(entry, known.target);
            known.spot.entry = entry;
            spots.put(known.target.key(), known.spot);
        }
    }

    /** Notes that nothing has changed since the answer that came to the state that is known. */
    void seenAgain(Known known, Instant at) {
        if (known.entry != null) {
            known.entry.seen(at);
        }
    }

    /** The whole was read. Resources that were read at the same time are not all read again at the same time. */
    private void believe(Entry entry, Target target) {
        if (entry.etag.isPresent()) {
            long spread = (target.key().hashCode() & 0xffffL) * (BELIEVED / 2 / 0x10000);
            entry.believedUntil = nanos.getAsLong() + BELIEVED - spread;
        }
    }

    /**
     * The ETag to ask with. Empty where the whole is to be read, because there is no ETag, or because nothing but 304 came for hours:
     * a 304 can be wrong, for example a cache's.
     */
    Optional<String> etagToAskWith(Known known) {
        Entry entry = known.entry;
        return entry != null && entry.etag.isPresent() && nanos.getAsLong() - entry.believedUntil < 0
                ? entry.etag
                : Optional.empty();
    }

    /** Whether this process has come to hold an id's Azure subscription after a moment. */
    boolean takenSince(ArmId id, long moment) {
        return store.takenSince(id, moment);
    }

    /** What Kafka takes of one record, in bytes. */
    int largestRecord() {
        return store.largestRecord();
    }

    /** Forgets what answers have left behind. */
    void forget(Target target) {
        Spot spot = spots.remove(target.key());
        if (spot != null) {
            spot.entry = null;
        }
    }

    /** Forgets what answers have left behind of what this process does not hold any more, or nobody. */
    void forgetElsewhere() {
        spots.values().removeIf(spot -> spot.cell.state() == null && !isKnown(spot.target));
    }

    private boolean isKnown(Target target) {
        try {
            return store.get(target).isPresent();
        } catch (NotHereException elsewhere) {
            return false;
        }
    }

    /** Of how many targets answers have left something behind. */
    int size() {
        return spots.size();
    }

    /** Every key that this process holds, of any Azure subscription. */
    Iterable<String> keys() {
        return store.keys();
    }

    /** The rows of {@code azure.known-states} by their keys. */
    Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        return store.published(wanted, values);
    }

    /** Another number than before whenever those keys have changed, or which of them have a state. */
    long version() {
        return store.version();
    }

    /** Forgets of the ledger what nobody will ask about that asks from a moment on. */
    void forgetBefore(long moment) {
        store.forgetBefore(moment);
    }

    /** Whether this process holds what is known of an id's Azure subscription. */
    boolean holds(ArmId id) {
        return store.holds(id);
    }

    /** Now, as {@link #changedSince} takes it. */
    long moment() {
        return store.moment();
    }

    /** Whether a target's known state may have changed since a moment. */
    boolean changedSince(Target target, long moment) {
        return store.changedSince(target, moment);
    }

    /** The keys of what is known below an id; none where this process does not hold it. */
    List<String> keys(ArmId below) {
        try {
            return store.keys(below);
        } catch (NotHereException elsewhere) {
            return List.of();
        }
    }

    static byte[] digest(byte[] answer) {
        return digest(answer, 0, answer.length);
    }

    static byte[] digest(byte[] bytes, int from, int length) {
        try {
            MessageDigest sha = (MessageDigest) SHA_256.clone(); // a third of what it costs to get a new one
            sha.update(bytes, from, length);
            return sha.digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
