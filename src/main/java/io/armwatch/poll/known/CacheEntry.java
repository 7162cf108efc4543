package io.armwatch.poll.known;

import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cache entry of one target: a reference to its known state in the store, and what is kept of the last response that led to it. */
public final class CacheEntry {
    private final Target target;
    private final Cell cell;
    private volatile @Nullable LastResponse last;
    /** See {@link RecentPolls}. It has no lock: an outcome that is lost is only missing on the status page. */
    private volatile long recent;

    CacheEntry(Target target, Cell cell) {
        this.target = target;
        this.cell = cell;
    }

    /** The entry of the same target with another reference to its known state. */
    CacheEntry with(Cell other) {
        CacheEntry entry = new CacheEntry(target, other);
        entry.last = last;
        entry.recent = recent;
        return entry;
    }

    /** Notes what came of a poll. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // see above
    void note(PollOutcome outcome) {
        recent = RecentPolls.add(recent, outcome);
    }

    /** What this process knows about its polls. */
    PollHistory history() {
        LastResponse response = last;
        return new PollHistory(Optional.ofNullable(response).map(LastResponse::seenAt), RecentPolls.list(recent));
    }

    public Target target() {
        return target;
    }

    /** The known state as it is stored now; null if this process no longer holds it. */
    byte @Nullable [] storedState() {
        return cell.state();
    }

    /** What is kept of the last response, whichever state it led to. */
    @Nullable
    LastResponse lastResponse() {
        return last;
    }

    void remember(LastResponse response) {
        last = response;
    }

    void forgetLastResponse() {
        last = null;
    }

    /** What is kept of the last response, if it led to the state with these bytes. */
    @Nullable
    LastResponse lastResponseTo(byte[] stored) {
        LastResponse response = last;
        if (response == null || response.stored() == stored) {
            return response;
        }
        if (!Arrays.equals(response.stored(), stored)) {
            return null;
        }
        LastResponse same = response.withStored(stored);
        last = same;
        return same;
    }
}
