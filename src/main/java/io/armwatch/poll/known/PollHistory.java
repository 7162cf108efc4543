package io.armwatch.poll.known;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this process knows about the polls of one resource.
 *
 * @param lastSeenAt when its known state was last confirmed
 * @param recent the outcomes of the last polls, the latest last
 */
public record PollHistory(Optional<Instant> lastSeenAt, List<PollOutcome> recent) {
    /** The history of a resource that this process has not polled. */
    public static final PollHistory NONE = new PollHistory(Optional.empty(), List.of());

    public PollHistory {
        recent = List.copyOf(recent);
    }
}
