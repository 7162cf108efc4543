package io.armwatch.poll;

import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a scan comes to its end, with the last of its polls. */
public final class ScanCompletion {
    private static final Logger LOG = LoggerFactory.getLogger(ScanCompletion.class);

    private final ObservationFactory factory;
    private final FollowUpRequests followUps;
    private final AbsenceCheck absence;
    private final ScanScheduler scheduler;
    private final CredentialOutages credentials;

    public ScanCompletion(
            ObservationFactory factory,
            FollowUpRequests followUps,
            AbsenceCheck absence,
            ScanScheduler scheduler,
            CredentialOutages credentials) {
        this.factory = factory;
        this.followUps = followUps;
        this.absence = absence;
        this.scheduler = scheduler;
        this.credentials = credentials;
    }

    /** Another process holds what a poll of this scan would need to know, and polls it. */
    public void elsewhere(Scan scan) {
        scheduler.cutShort(scan.run());
        abandon(scan);
    }

    /** A request of a scan is not made, so that the scan misses something. */
    public void abandon(Scan scan) {
        scan.markIncomplete();
        if (scan.finishRequest()) {
            scheduler.ended(scan.run());
        }
    }

    /** Counts a poll that has come to its end, after what it came to was sent. The last one of a scan ends that. */
    public void finish(Poll poll, RequestQueue queue) {
        Scan scan = poll.scan();
        if (poll.stage() != Stage.OPEN || queue.isClosed()) {
            return;
        }
        poll.moveTo(Stage.CLOSED);
        if (!scan.finishRequest()) {
            return;
        }
        scan.addRequest(); // until what follows has been added
        conclude(scan, queue);
        if (!scan.finishRequest()) {
            scheduler.pause(queue);
            return;
        }
        confirm(scan);
        scheduler.ends(
                scan.run(),
                Stream.of(
                                factory.replaced(scan).stream(),
                                factory.scanned(scan).stream(),
                                credentials.after(scan).stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    /** A scan ends in any case. */
    private void confirm(Scan scan) {
        try {
            scheduler.confirm(scan);
        } catch (RuntimeException e) {
            LOG.error(
                    "The rows of azure.known-states cannot be compared with what the scan of {} found",
                    scan.part().scope(),
                    e);
        }
    }

    private void conclude(Scan scan, RequestQueue queue) {
        try {
            if (!followUps.fallBack(scan, queue) && scan.startConclusion()) {
                absence.check(scan, queue);
            }
        } catch (RuntimeException e) {
            LOG.error("Could not check {} for deleted resources", scan.part().scope(), e);
            scan.markIncomplete();
        }
    }
}
