package io.armwatch.poll.scan;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.ScanPlan.Start;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.source.Source;
import java.time.Instant;
import java.util.Optional;

/** Walks over what a test watches. */
public final class ScanFixtures {
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private ScanFixtures() {}

    private static Scan of(Part part) {
        return of(part, new ScanHistory());
    }

    private static Scan of(Part part, ScanHistory history) {
        ScanRun run = new ScanRun(part.source().name(), part.id().subscriptionId(), NOON, 0, true);
        Scan scan = new Scan(run, part, history);
        run.startScans(1);
        return scan;
    }

    /** Over one resource. */
    public static Scan over(Source source, String id) {
        return of(new Part(source, id, ArmId.of(id), ArmId.of(id), Optional.empty()));
    }

    /** Over all there is in a subscription or a group, by the list of the source's top level. */
    public static Scan overAll(Source source, String scope) {
        return overAll(source, scope, new ScanHistory());
    }

    /** The same, after those that met the same. */
    public static Scan overAll(Source source, String scope, ScanHistory history) {
        ArmId list = ArmId.of(scope + "/providers/" + source.types().get(0).prefix(1));
        return of(new Part(source, scope, ArmId.of(scope), ArmId.of(scope), Optional.of(new Start(list, 0))), history);
    }

    /** Over the children of one parent. */
    public static Scan overChildren(Source source, String list) {
        ArmId id = ArmId.of(list);
        return of(new Part(
                source,
                list + "/*",
                id,
                id,
                Optional.of(new Start(id, 1)),
                source.types().subList(0, 1),
                Exclusions.NONE));
    }

    /** A request for the first list of such a scan. */
    public static ArmRequest first(Scan scan) {
        Listing listing = scan.part().listing();
        scan.startList(listing);
        return ArmRequest.list(listing, scan);
    }
}
