package io.armwatch.route;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that no thread for polling can be started, and once that they can be again. */
public final class ThreadRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRefusals.class);

    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * A thread could not be started; whoever wanted it tries again.
     *
     * @param what what it was for, for example a source
     */
    public void refused(String what, Throwable cause) {
        if (refused.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: a thread for polling cannot be started ({}); armwatch tries again each second. Raise the limit of"
                            + " processes and threads (pids limit of the container, ulimit -u), or lower armwatch.http.concurrency",
                    what,
                    cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
    }

    /** A thread was started. */
    public void started() {
        if (refused.get() && refused.compareAndSet(true, false)) {
            LOG.info("Threads for polling can be started again");
        }
    }
}
