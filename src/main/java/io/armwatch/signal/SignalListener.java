package io.armwatch.signal;

import java.time.Duration;
import java.util.Locale;

/** Who acts on signals. One thread calls it. */
public interface SignalListener {
    /** What became of a signal, a label of metrics. */
    enum Outcome {
        /** This process acts on it. */
        ACCEPTED,
        /** It adds nothing to what is already due. */
        MERGED,
        /** The source is paused. */
        PAUSED,
        /** Another process holds the Azure subscription, and acts on it. */
        ELSEWHERE,
        /** Nothing is watched there. */
        UNWATCHED,
        /** An event that changes nothing, or nothing in Azure Resource Manager. */
        IGNORED,
        /** It cannot be read. */
        UNREADABLE;

        /** The name in metrics. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Polls a resource. */
    Outcome poll(Signal.Poll signal);

    /** Scans a source or scope. */
    Outcome scan(Signal.Scan signal);

    /** A source is paused from now on, or no longer. */
    void sourceChanged(String source, boolean paused);

    /**
     * Does what had to wait. Called after each batch of signals, and again when its time has come.
     *
     * @return when to call it again at the latest
     */
    Duration startDue();
}
