package io.armwatch.outlet.delivery;

import java.util.Locale;

/** Why an event was not delivered, and so what follows. */
public enum Fault {
    /** The target does not accept this event: it goes to the dead letters after a few attempts. */
    EVENT,
    /**
     * Not known. The event is tried again; it goes to the dead letters after many attempts, but only if others were delivered
     * meanwhile, as then it is not the target that fails.
     */
    UNKNOWN,
    /** The target cannot be used now, whatever the event: the whole outlet waits, and tries again for ever. */
    TARGET,
    /** The target wants no more events: the outlet pauses until armwatch is restarted. */
    GONE;

    /** Its name in metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
