package io.armwatch.outlet.delivery;

import java.util.TreeSet;

/** What of a partition is delivered, so that the offset that is committed leaves nothing out. */
public final class Progress {
    private final TreeSet<Long> unfinished = new TreeSet<>();

    /** A record was read. */
    public synchronized void begin(long offset) {
        unfinished.add(offset);
    }

    /** A record needs not be read again. */
    public synchronized void finish(long offset) {
        unfinished.remove(offset);
    }

    /**
     * The offset from which a restart must read: that of the first record that is not finished.
     *
     * @param position what is read next; everything before it was passed to {@link #begin}
     */
    public synchronized long committable(long position) {
        return unfinished.isEmpty() ? position : unfinished.first();
    }
}
