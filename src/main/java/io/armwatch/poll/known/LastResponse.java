package io.armwatch.poll.known;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What the last response left behind that came to a known state. The time is updated in place, so an unchanged response allocates
 * nothing.
 */
final class LastResponse {
    private final byte[] stored;
    private final long revision;
    private final Digest digest;
    private final Optional<String> etag;
    private volatile long seenAtMicros;
    /** Until when a 304 is believed, in nanoseconds of the clock. */
    private volatile long believedUntil;

    /** @param stored the known state */
    LastResponse(byte[] stored, long revision, Digest digest, Optional<String> etag) {
        this.stored = stored;
        this.revision = revision;
        this.digest = digest;
        this.etag = etag;
    }

    /** Of the same state in bytes of their own, as after a restore; those of before need not be held for it. */
    LastResponse of(byte[] equal) {
        LastResponse same = new LastResponse(equal, revision, digest, etag);
        same.seenAtMicros = seenAtMicros;
        same.believedUntil = believedUntil;
        return same;
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

    /** Responses may be read in another order than they were asked for. */
    void seen(Instant at) {
        seenAtMicros = Math.max(seenAtMicros, ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    Instant seenAt() {
        return Instant.EPOCH.plus(seenAtMicros, ChronoUnit.MICROS);
    }

    /** Lets a 304 be believed until a time of the monotonic clock. */
    void believeUntil(long nanos) {
        believedUntil = nanos;
    }

    boolean isBelievedAt(long nanos) {
        return nanos - believedUntil < 0;
    }
}
