package io.armwatch.route;

import io.armwatch.change.KnownState;
import io.armwatch.change.Restored;
import io.armwatch.change.Target;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KnownStates.NotHereException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
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
    private final Store store;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    public Memory(JudgeService judge) {
        this(target -> judge.known().orElseThrow(NotHereException::new).get(target.id(), target.key()));
    }

    Memory(Store store) {
        this.store = store;
    }

    /** Where known states stand: a target's at this moment, the same array as long as it is the same state. */
    interface Store {
        Optional<byte[]> get(Target target) throws NotHereException;
    }

    /** What the last unchanged answer left behind. */
    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Entry(byte[] stored, long revision, byte[] digest, Instant seenAt) {}

    /** A target's known state at one moment. */
    static final class Known {
        private final Target target;
        private final byte @Nullable [] stored;
        private final @Nullable Entry entry;

        private Known(Target target, byte @Nullable [] stored, @Nullable Entry entry) {
            this.target = target;
            this.stored = stored;
            this.entry = entry;
        }

        long revision() {
            return entry == null ? state().map(KnownState::revision).orElse(0L) : entry.revision();
        }

        Optional<KnownState> state() {
            return Optional.ofNullable(stored)
                    .map(bytes -> Restored.of(target, bytes).known());
        }

        /** Whether an answer with this digest has come to this very state before. */
        boolean isOf(byte[] digest) {
            return entry != null && Arrays.equals(entry.digest(), digest);
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
            boolean current = stored != null
                    && entry != null
                    && (entry.stored() == stored || Arrays.equals(entry.stored(), stored));
            return Optional.of(new Known(target, stored, current ? entry : null));
        } catch (NotHereException elsewhere) {
            return Optional.empty();
        }
    }

    /** Notes that an answer came to the state that is known, and that there is nothing else to be told of it. */
    void seenAgain(Target target, Known known, byte[] digest, Instant at) {
        if (known.stored != null) {
            byte[] kept = known.entry != null && known.isOf(digest) ? known.entry.digest() : digest;
            entries.put(target.key(), new Entry(known.stored, known.revision(), kept, at));
        }
    }

    static byte[] digest(byte[] answer) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(answer);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
