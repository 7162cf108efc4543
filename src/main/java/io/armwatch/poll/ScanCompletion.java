package io.armwatch.poll;

import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a scan with its last poll: falls back, checks for deleted resources, and makes the final observations. */
public final class ScanCompletion {
    private static final Logger LOG = LoggerFactory.getLogger(ScanCompletion.class);

    private final ObservationFactory factory;
    private final FollowUpRequests followUps;
    private final AbsenceCheck absence;
    private final ScanScheduler scheduler;
    private final CredentialOutages credentials;
    private final MissingRights rights;

    public ScanCompletion(
            ObservationFactory factory,
            FollowUpRequests followUps,
            AbsenceCheck absence,
            ScanScheduler scheduler,
            CredentialOutages credentials,
            MissingRights rights) {
        this.factory = factory;
        this.followUps = followUps;
        this.absence = absence;
        this.scheduler = scheduler;
        this.credentials = credentials;
        this.rights = rights;
    }

    /** Drops a request whose target another process holds, and so polls. */
    public void dropElsewhere(Scan scan) {
        scheduler.markCutShort(scan.run());
        abandon(scan);
    }

    /** A request of a scan is not made, so that the scan misses something. */
    public void abandon(Scan scan) {
        scan.markIncomplete();
        if (scan.finishRequest()) {
            scheduler.endScan(scan.run());
        }
    }

    /** Finishes a poll after its observations were sent. The last poll of a scan ends the scan. */
    public void finish(Poll poll, RequestQueue queue) {
        Scan scan = poll.scan();
        if (poll.stage() != Stage.OPEN || queue.isClosed()) {
            return;
        }
        poll.moveTo(Stage.CLOSED);
        if (!scan.finishRequest()) {
            return;
        }
        if (scan.run().isOfSignal()) {
            scheduler.endScan(scan.run());
            return;
        }
        scan.addRequest(); // keeps the scan open while requests are added
        conclude(scan, queue);
        if (!scan.finishRequest()) {
            scheduler.scheduleWorkers(queue);
            return;
        }
        scan.run().addCounts(scan.summary());
        scheduler.upkeep().confirm(scan);
        scheduler.addFinished(
                scan.run(),
                Stream.of(
                                factory.replaced(scan).stream(),
                                rights.observationAfter(scan).stream(),
                                factory.scanned(scan).stream(),
                                credentials.observationAfter(scan).stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    private void conclude(Scan scan, RequestQueue queue) {
        try {
            if (!followUps.addFallbacks(scan, queue) && scan.startConclusion()) {
                absence.check(scan, queue);
            }
        } catch (RuntimeException e) {
            LOG.error("Could not check {} for deleted resources", scan.part().scope(), e);
            scan.markIncomplete();
        }
    }
}
