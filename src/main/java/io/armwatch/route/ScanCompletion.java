package io.armwatch.route;

import io.armwatch.route.Poll.Stage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a scan comes to its end, with the last of its polls. */
final class ScanCompletion {
    private static final Logger LOG = LoggerFactory.getLogger(ScanCompletion.class);

    private final Looks looks;
    private final FollowUpRequests followUps;
    private final AbsenceCheck absence;
    private final Scans scans;
    private final Credentials credentials;

    ScanCompletion(
            Looks looks, FollowUpRequests followUps, AbsenceCheck absence, Scans scans, Credentials credentials) {
        this.looks = looks;
        this.followUps = followUps;
        this.absence = absence;
        this.scans = scans;
        this.credentials = credentials;
    }

    /** Another process holds what a poll of this scan would need to know, and polls it. */
    void elsewhere(Walk walk) {
        scans.cutShort(walk.scan());
        walk.lacks();
        if (walk.closed()) {
            scans.ended(walk.scan());
        }
    }

    /** Counts a poll that has come to its end, after what it came to was sent. The last one of a scan ends that. */
    void finish(Poll poll, Work work) {
        Walk walk = poll.walk();
        if (poll.stage() != Stage.OPEN || work.isClosed()) {
            return;
        }
        poll.comesTo(Stage.CLOSED);
        if (!walk.closed()) {
            return;
        }
        walk.opened(); // until what follows has been added
        conclude(walk, work);
        if (!walk.closed()) {
            scans.pause(work);
            return;
        }
        confirm(walk);
        scans.ends(
                walk.scan(),
                Stream.of(looks.replaced(walk).stream(), looks.scanned(walk).stream(), credentials.after(walk).stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    /** A scan ends in any case. */
    private void confirm(Walk walk) {
        try {
            scans.confirm(walk);
        } catch (RuntimeException e) {
            LOG.error(
                    "The rows of azure.known-states cannot be compared with what the scan of {} found",
                    walk.part().scope(),
                    e);
        }
    }

    private void conclude(Walk walk, Work work) {
        try {
            if (!followUps.fallBack(walk, work) && walk.concludes()) {
                absence.check(walk, work);
            }
        } catch (RuntimeException e) {
            LOG.error("Could not check {} for deleted resources", walk.part().scope(), e);
            walk.lacks();
        }
    }
}
