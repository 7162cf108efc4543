package io.armwatch.poll.known;

import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One target: where its known state stands, and what the last response left behind that came to it. */
public final class CacheEntry {
    private final Target target;
    private final Cell cell;
    private volatile @Nullable LastResponse last;

    CacheEntry(Target target, Cell cell, @Nullable LastResponse last) {
        this.target = target;
        this.cell = cell;
        this.last = last;
    }

    public Target target() {
        return target;
    }

    /** The known state as it is stored now; null where this process holds none. */
    byte @Nullable [] state() {
        return cell.state();
    }

    /** What was left behind last, whichever state it belongs to. */
    @Nullable
    LastResponse last() {
        return last;
    }

    void remember(LastResponse response) {
        last = response;
    }

    void forgetLast() {
        last = null;
    }

    /** What belongs to this state, held by its bytes. */
    @Nullable
    LastResponse lastOf(byte[] stored) {
        LastResponse response = last;
        if (response == null || response.stored() == stored) {
            return response;
        }
        if (!Arrays.equals(response.stored(), stored)) {
            return null;
        }
        LastResponse same = response.of(stored);
        last = same;
        return same;
    }
}
