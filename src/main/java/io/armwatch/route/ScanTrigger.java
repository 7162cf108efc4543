package io.armwatch.route;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Begins the scans of a source that a route asks for. */
public final class ScanTrigger {
    /** The exchange property by which a route says that a schedule has come due. */
    static final String TICK = "tick";

    private final Scans scans;

    ScanTrigger(Scans scans) {
        this.scans = scans;
    }

    /**
     * Begins the scans of the source that the message names. The property {@value #TICK} says whether its schedule asks for them;
     * without it, only those begin that are new to this process or were put off.
     *
     * @return the work that there is now; null where there is none
     */
    public @Nullable Work begin(Exchange exchange) {
        return scans.begin(
                exchange.getMessage().getBody(String.class), exchange.getProperty(TICK, false, Boolean.class));
    }
}
