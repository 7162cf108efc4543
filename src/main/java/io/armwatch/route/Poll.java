package io.armwatch.route;

import io.armwatch.change.Target;
import io.armwatch.route.Memory.Known;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call under way: what is asked, what was known immediately before, and when that was.
 *
 * @param moment of the ledger of known states, for what a list shows besides its target
 * @param closed whether it has come to its end for its walk
 * @param correlation by which ARM's activity log has the call
 */
record Poll(
        Work.Ask ask,
        Known known,
        long moment,
        Instant askedAt,
        AtomicBoolean closed,
        AtomicReference<Optional<String>> correlation) {
    /** By which ARM's activity log has the call, where it was answered. */
    Optional<String> correlationId() {
        return Objects.requireNonNull(correlation.get());
    }

    ArmRequest request() {
        return ask.request();
    }

    Target target() {
        return ask.request().target();
    }

    Walk walk() {
        return ask.request().walk();
    }

    Scan scan() {
        return ask.request().walk().scan();
    }
}
