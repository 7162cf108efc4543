package io.armwatch.bench;

import java.time.Duration;

/** How long is waited before something counts as not working. */
final class Timeouts {
    static final Duration START = Duration.ofMinutes(2);
    /** Until everything was seen once. */
    static final Duration DISCOVERY = Duration.ofMinutes(10);
    /** Until changes are published. */
    static final Duration TOLD = Duration.ofMinutes(3);

    private Timeouts() {}
}
