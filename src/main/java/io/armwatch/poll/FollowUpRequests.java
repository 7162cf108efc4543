package io.armwatch.poll;

import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import java.util.Optional;

/** Requests that follow from what a scan has found: they join the queue, unless what they ask for is in backoff. */
public final class FollowUpRequests {
    private final PollBackoff backoff;

    public FollowUpRequests(PollBackoff backoff) {
        this.backoff = backoff;
    }

    /** Adds a request to the work, unless what it asks for is in backoff: then that has not been seen. Whether it was added. */
    boolean add(ArmRequest request, RequestQueue queue) {
        Scan scan = request.scan();
        if (!backoff.isBackedOff(request.target().key())) {
            queue.add(request);
            return true;
        }
        if (request.page().isEmpty() && request.source() == scan.source()) {
            scan.failed();
        } else {
            scan.markIncomplete();
        }
        return false;
    }

    /**
     * Asks for what is watched by scopes of its own where the walk's lists could not be read.
     *
     * @return whether there is something to wait for
     */
    boolean fallBack(Scan scan, RequestQueue queue) {
        long asked = 0;
        for (var next = scan.fallBack(); next.isPresent(); next = asked == 0 ? scan.fallBack() : Optional.empty()) {
            asked = next.get().stream()
                    .filter(part -> add(ArmRequest.first(part, scan), queue))
                    .count();
        }
        return asked > 0;
    }
}
