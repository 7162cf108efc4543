package io.armwatch.route;

import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.queue.RequestQueue;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The bean {@code scanTrigger}: starts the scan run of a source for a route. */
public final class ScanTrigger {
    /** The exchange property that a route sets when the schedule of a source is due. */
    static final String TICK = "tick";

    private final ScanScheduler scheduler;

    ScanTrigger(ScanScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Starts the scans of the source that the message names. Without the property {@value #TICK}, only scans start that are new to this
     * process or were postponed.
     *
     * @return the request queue of the source; null if it is empty
     */
    public @Nullable RequestQueue begin(Exchange exchange) {
        return scheduler.begin(
                exchange.getMessage().getBody(String.class), exchange.getProperty(TICK, false, Boolean.class));
    }
}
