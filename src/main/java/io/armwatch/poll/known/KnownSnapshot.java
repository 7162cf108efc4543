package io.armwatch.poll.known;

import io.armwatch.change.KnownState;
import io.armwatch.change.Reason;
import io.armwatch.change.StoredState;
import io.armwatch.change.Target;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target's known state at one moment, for one poll. It is parsed on first use. */
public final class KnownSnapshot {
    private final Target target;
    private final @Nullable CacheEntry entry;
    private final byte @Nullable [] stored;
    private final @Nullable LastResponse last;
    private @Nullable KnownState read;

    /** Creates the snapshot of a target without a known state. */
    KnownSnapshot(Target target) {
        this.target = target;
        this.entry = null;
        this.stored = null;
        this.last = null;
    }

    KnownSnapshot(CacheEntry entry, byte[] stored) {
        this.target = entry.target();
        this.entry = entry;
        this.stored = stored;
        this.last = entry.lastResponseTo(stored);
    }

    /** The cache entry; empty if there is no known state. */
    public Optional<CacheEntry> entry() {
        return Optional.ofNullable(entry);
    }

    public long revision() {
        return last == null ? state().map(KnownState::revision).orElse(0L) : last.revision();
    }

    public Optional<KnownState> state() {
        if (read == null && stored != null) {
            read = StoredState.of(target, stored).known();
        }
        return Optional.ofNullable(read);
    }

    /** Whether the stored known state holds no state of a resource. */
    public boolean isStateless() {
        return stored != null && stored.length > 0 && stored[0] == '{';
    }

    /** Whether it was reported as deleted. */
    public boolean isGone() {
        return state().map(KnownState::deleted).orElse(false);
    }

    /** Whether it was reported as deleted, or as never found. */
    public boolean isReportedMissing() {
        return isGone()
                || state().flatMap(KnownState::outage)
                        .filter(outage -> outage.reason() == Reason.MISSING)
                        .isPresent();
    }

    /** Whether a response with this digest has led to exactly this state before. */
    public boolean hasDigest(Digest digest) {
        return last != null && last.digest().equals(digest);
    }

    /** The ETag of the last response that led to exactly this state. */
    public Optional<String> etag() {
        return Optional.ofNullable(last).flatMap(LastResponse::etag);
    }

    /** When this state was last seen unchanged. */
    public Optional<Instant> lastSeenAt() {
        return Optional.ofNullable(last).map(LastResponse::seenAt);
    }

    Target target() {
        return target;
    }

    byte @Nullable [] stored() {
        return stored;
    }

    /** What is kept of the last response that led to this state. */
    @Nullable
    LastResponse lastResponse() {
        return last;
    }
}
