package io.armwatch.management.api;

import io.armwatch.poll.known.PollOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One polled part of a resource, as the table of resources shows it.
 *
 * @param endpoint the polled part if it is not the resource itself, for example {@code listSecrets}
 * @param state the text of a {@link io.armwatch.management.view.ResourceSummary.Condition}
 * @param lastChangeAt when its last accepted state was observed
 * @param lastPollAt when it was last polled; empty where only its owner knows
 * @param recentPolls the outcomes of the last polls, the latest last; empty where only its owner knows
 * @param incidents how many incidents are open
 */
record ResourceRow(
        String id,
        String name,
        String type,
        String source,
        Optional<String> endpoint,
        String subscriptionId,
        Optional<String> resourceGroup,
        String state,
        long revision,
        Optional<Instant> lastChangeAt,
        Optional<Instant> lastPollAt,
        Optional<Instant> nextPollAt,
        List<PollOutcome> recentPolls,
        int incidents,
        Optional<ErrorInfo> error,
        @Nullable ProcessInfo owner) {}
