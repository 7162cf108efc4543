package io.armwatch.poll;

import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import java.util.Optional;

/** Queues the requests that the findings of a scan call for, unless their target is in backoff. */
public final class FollowUpRequests {
    private final PollBackoff backoff;
    private final RestingKeys resting;

    public FollowUpRequests(PollBackoff backoff, RestingKeys resting) {
        this.backoff = backoff;
        this.resting = resting;
    }

    /**
     * Adds a request. If its target is in backoff, the scan becomes incomplete instead, unless a signal asks for the scan. A resource that
     * is polled on signals only counts as unchanged.
     *
     * @return whether it was added
     */
    boolean add(ArmRequest request, RequestQueue queue) {
        Scan scan = request.scan();
        boolean asked = scan.run().isAsked();
        if (!asked && !request.confirming() && resting.isResting(request.target())) {
            scan.countUnchanged();
            return false;
        }
        if (asked || !backoff.isBackedOff(request.target().key())) {
            queue.add(request);
            return true;
        }
        if (request.page().isEmpty() && request.source() == scan.source()) {
            scan.countFailed();
        } else {
            scan.markIncomplete();
        }
        return false;
    }

    /**
     * Adds the requests for narrower parts if the lists of a scan could not be read.
     *
     * @return whether any was added
     */
    boolean addFallbacks(Scan scan, RequestQueue queue) {
        long added = 0;
        for (var next = scan.nextFallbacks();
                next.isPresent();
                next = added == 0 ? scan.nextFallbacks() : Optional.empty()) {
            added = next.get().stream()
                    .filter(part -> add(ArmRequest.first(part, scan), queue))
                    .count();
        }
        return added > 0;
    }
}
