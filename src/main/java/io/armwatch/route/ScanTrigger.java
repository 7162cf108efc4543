package io.armwatch.route;

import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.queue.RequestQueue;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Begins the scans of a source that a route asks for. */
public final class ScanTrigger {
    /** The exchange property by which a route says that a schedule has come due. */
    static final String TICK = "tick";

    private final ScanScheduler scheduler;

    ScanTrigger(ScanScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Begins the scans of the source that the message names. The property {@value #TICK} says whether its schedule asks for them;
     * without it, only those begin that are new to this process or were put off.
     *
     * @return the work that there is now; null where there is none
     */
    public @Nullable RequestQueue begin(Exchange exchange) {
        return scheduler.begin(
                exchange.getMessage().getBody(String.class), exchange.getProperty(TICK, false, Boolean.class));
    }
}
