package io.armwatch.poll.known;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is kept of the last response that led to a known state. The time is updated in place, so an unchanged response allocates
 * nothing.
 */
final class LastResponse {
    private final byte[] stored;
    private final long revision;
    private final Digest digest;
    private final Optional<String> etag;
    private volatile long seenAtMicros;
    /** Until when a 304 is trusted, in nanoseconds of the monotonic clock. */
    private volatile long trustedUntil;

    /** @param stored the bytes of the known state */
    LastResponse(byte[] stored, long revision, Digest digest, Optional<String> etag) {
        this.stored = stored;
        this.revision = revision;
        this.digest = digest;
        this.etag = etag;
    }

    /** A copy for the same state in another array, as after a restore: so the old array can be freed. */
    LastResponse withStored(byte[] sameState) {
        LastResponse copy = new LastResponse(sameState, revision, digest, etag);
        copy.seenAtMicros = seenAtMicros;
        copy.trustedUntil = trustedUntil;
        return copy;
    }

    byte[] stored() {
        return stored;
    }

    long revision() {
        return revision;
    }

    Digest digest() {
        return digest;
    }

    Optional<String> etag() {
        return etag;
    }

    /** Keeps the latest time: responses may be read in another order than their requests were sent. */
    void markSeen(Instant at) {
        seenAtMicros = Math.max(seenAtMicros, ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    Instant seenAt() {
        return Instant.EPOCH.plus(seenAtMicros, ChronoUnit.MICROS);
    }

    void trustNotModifiedUntil(long nanos) {
        trustedUntil = nanos;
    }

    boolean isNotModifiedTrustedAt(long nanos) {
        return nanos - trustedUntil < 0;
    }
}
