package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.judge.JudgeService;
import io.armwatch.judge.KnownStates;
import io.armwatch.judge.KnownStates.NotHereException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
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
    private final JudgeService judge;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    public Memory(JudgeService judge) {
        this.judge = judge;
    }

    /** What the last unchanged answer left behind. */
    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Entry(byte[] stored, long revision, byte[] digest, Optional<String> etag, Instant seenAt) {}

    /** A target's known state at one moment. */
    static final class Known {
        private final byte @Nullable [] stored;
        private final @Nullable Entry entry;

        private Known(byte @Nullable [] stored, @Nullable Entry entry) {
            this.stored = stored;
            this.entry = entry;
        }

        long revision() {
            return entry == null ? state().map(KnownState::revision).orElse(0L) : entry.revision();
        }

        Optional<KnownState> state() {
            if (stored == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(Json.read(stored, KnownState.class));
            } catch (IOException e) {
                throw new IllegalStateException("a known state cannot be read", e);
            }
        }

        /** Whether it was told that it is gone. */
        boolean isGone() {
            return state().map(KnownState::deleted).orElse(false);
        }

        /** Whether there is a state that was told and not taken back. */
        boolean isThere() {
            return state().flatMap(KnownState::state).isPresent();
        }

        /** Whether an answer with this digest has come to this very state before. */
        boolean isOf(byte[] digest) {
            return entry != null && Arrays.equals(entry.digest(), digest);
        }

        /** The ETag of the last answer that came to this very state. */
        Optional<String> etag() {
            return Optional.ofNullable(entry).flatMap(Entry::etag);
        }

        /** When this state was last seen unchanged. */
        Optional<Instant> lastSeenAt() {
            return Optional.ofNullable(entry).map(Entry::seenAt);
        }
    }

    /** What is known now; empty where this process does not hold the target's states. */
    Optional<Known> recall(Target target) {
        Optional<KnownStates> states = judge.known();
        if (states.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] stored = states.get().get(target.id(), target.key()).orElse(null);
            Entry entry = entries.get(target.key());
            boolean current = stored != null
                    && entry != null
                    && (entry.stored() == stored || Arrays.equals(entry.stored(), stored));
            return Optional.of(new Known(stored, current ? entry : null));
        } catch (NotHereException elsewhere) {
            return Optional.empty();
        }
    }

    /** Notes that an answer came to the state that is known, and that there is nothing else to be told of it. */
    void seenAgain(Target target, Known known, byte[] digest, Optional<String> etag, Instant at) {
        if (known.stored != null) {
            byte[] kept = known.entry != null && known.isOf(digest) ? known.entry.digest() : digest;
            entries.put(target.key(), new Entry(known.stored, known.revision(), kept, etag, at));
        }
    }

    /** Notes that ARM says that nothing has changed since the answer with the ETag that was shown. */
    void seenAgain(Target target, Known known, Instant at) {
        if (known.entry != null) {
            Entry entry = known.entry;
            entries.put(target.key(), new Entry(entry.stored(), entry.revision(), entry.digest(), entry.etag(), at));
        }
    }

    /** Whether this process holds what is known of an id's Azure subscription. */
    boolean holds(ArmId id) {
        return judge.known().map(states -> states.holds(id)).orElse(false);
    }

    /** Now, as {@link #changedSince} takes it. */
    long moment() {
        return judge.ledger().now();
    }

    /** Whether a target's known state may have changed since a moment. */
    boolean changedSince(Target target, long moment) {
        return judge.known()
                .map(states -> states.changedSince(target.id(), target.key(), moment))
                .orElse(true);
    }

    /** The keys of what is known below an id; empty where this process does not hold it. */
    List<String> keys(ArmId below) {
        try {
            return judge.known().isEmpty() ? List.of() : judge.known().get().keys(below);
        } catch (NotHereException elsewhere) {
            return List.of();
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
