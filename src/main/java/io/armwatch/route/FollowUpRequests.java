package io.armwatch.route;

import java.util.Optional;

/** Requests that follow from what a scan has found: they join the queue, unless what they ask for is in backoff. */
final class FollowUpRequests {
    private final Rests rests;

    FollowUpRequests(Rests rests) {
        this.rests = rests;
    }

    /** Adds a request to the work, unless what it asks for is in backoff: then that has not been seen. Whether it was added. */
    boolean add(ArmRequest request, Work work) {
        Walk walk = request.walk();
        if (!rests.rests(request.target().key())) {
            work.add(request);
            return true;
        }
        if (request.page().isEmpty() && request.source() == walk.source()) {
            walk.failed();
        } else {
            walk.lacks();
        }
        return false;
    }

    /**
     * Asks for what is watched by scopes of its own where the walk's lists could not be read.
     *
     * @return whether there is something to wait for
     */
    boolean fallBack(Walk walk, Work work) {
        long asked = 0;
        for (var next = walk.fallBack(); next.isPresent(); next = asked == 0 ? walk.fallBack() : Optional.empty()) {
            asked = next.get().stream()
                    .filter(part -> add(ArmRequest.first(part, walk), work))
                    .count();
        }
        return asked > 0;
    }
}
