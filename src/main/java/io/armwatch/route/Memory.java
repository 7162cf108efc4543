package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Reason;
import io.armwatch.change.Restored;
import io.armwatch.change.Target;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KnownStates.NotHereException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the eyes know of a target: the known state as the store holds it, and a digest of the last answer that came to the very
 * same state. An answer with that digest need not be parsed. The digest belongs to one state, by its bytes, and is worth
 * nothing for any other: so a state that was shown too early and taken back cannot hide a change.
 */
public final class Memory {
    private static final MessageDigest SHA_256 = sha256();

    private final Store store;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    public Memory(JudgeService judge) {
        this(new JudgedStore(judge));
    }

    Memory(Store store) {
        this.store = store;
    }

    /** Where known states stand: a target's at this moment, the same array as long as it is the same state. */
    interface Store {
        /** Whether this process holds the states of an id's Azure subscription. */
        boolean holds(ArmId id);

        Optional<byte[]> get(Target target) throws NotHereException;

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
    }

    /** What the last answer left behind that came to a state; when, is noted in place: nothing is made for what is unchanged. */
    private static final class Entry {
        private final byte[] stored;
        private final long revision;
        private final byte[] digest;
        private final Optional<String> etag;
        private volatile long seenAtMicros;

        Entry(byte[] stored, long revision, byte[] digest, Optional<String> etag) {
            this.stored = stored;
            this.revision = revision;
            this.digest = digest;
            this.etag = etag;
        }

        /** The same of equal bytes: those of before need not be held for it, as after a restore. */
        Entry of(byte[] equal) {
            return new Entry(equal, revision, digest, etag);
        }

        void seen(Instant at) {
            seenAtMicros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        }

        Instant seenAt() {
            return Instant.EPOCH.plus(seenAtMicros, ChronoUnit.MICROS);
        }
    }

    /** A target's known state at one moment, for one look: read once, when it is asked for. */
    static final class Known {
        private final Target target;
        private final byte @Nullable [] stored;
        private final @Nullable Entry entry;
        private @Nullable KnownState read;

        private Known(Target target, byte @Nullable [] stored, @Nullable Entry entry) {
            this.target = target;
            this.stored = stored;
            this.entry = entry;
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
        try {
            byte[] stored = store.get(target).orElse(null);
            Entry entry = entries.get(target.key());
            boolean current =
                    stored != null && entry != null && (entry.stored == stored || Arrays.equals(entry.stored, stored));
            return Optional.of(new Known(target, stored, current ? entry : null));
        } catch (NotHereException elsewhere) {
            return Optional.empty();
        }
    }

    /** Notes that an answer came to the state that is known, and that there is nothing else to be told of it. */
    void seenAgain(Known known, byte[] digest, Optional<String> etag, Instant at) {
        if (known.isOf(digest) && known.etag().equals(etag)) {
            seenAgain(known, at);
        } else if (known.stored != null) {
            keep(known, new Entry(known.stored, known.revision(), digest, etag), at);
        }
    }

    /** Notes that nothing has changed since the answer that came to the state that is known. */
    void seenAgain(Known known, Instant at) {
        Entry entry = known.entry;
        if (entry != null && known.stored != null) {
            keep(known, entry.stored == known.stored ? entry : entry.of(known.stored), at);
        }
    }

    private void keep(Known known, Entry entry, Instant at) {
        entry.seen(at);
        if (entry != known.entry) {
            entries.put(known.target.key(), entry);
        }
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
        entries.remove(target.key());
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
