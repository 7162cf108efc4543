package io.armwatch.poll;

import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The keys that armwatch polls on signals and once a day only ({@code armwatch.maps.keys=on-signal}). Scans go on, so that new resources
 * are found, but leave out what this process has polled successfully within a day. After a start everything is polled once.
 */
public final class RestingKeys {
    private static final Duration DAY = Duration.ofDays(1);

    private final Set<String> sources;
    private final KnownStateCache cache;
    private final Clock clock;

    /** @param sources the names of the sources that are polled so */
    public RestingKeys(Set<String> sources, KnownStateCache cache, Clock clock) {
        this.sources = Set.copyOf(sources);
        this.cache = cache;
        this.clock = clock;
    }

    /** Whether a scan need not poll a resource now. */
    boolean isResting(Target target) {
        return sources.contains(target.source())
                && target.suffix().isEmpty()
                && cache.recall(target).filter(this::wasPolledToday).isPresent();
    }

    /** Lets scans poll a resource that has changed, until one finds it unchanged: its observation may be lost. */
    void wake(Target target) {
        if (sources.contains(target.source())) {
            cache.forget(target);
        }
    }

    /** A moment in the future means that the clock was set back: then nothing is known about how long ago that was. */
    private boolean wasPolledToday(KnownSnapshot known) {
        return known.state().filter(KnownState::isSettled).isPresent()
                && known.lastSeenAt()
                        .map(at -> Duration.between(at, clock.instant()))
                        .filter(age -> !age.isNegative() && age.compareTo(DAY) < 0)
                        .isPresent();
    }
}
