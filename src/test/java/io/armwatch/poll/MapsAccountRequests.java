package io.armwatch.poll;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;

/** One resource that is watched by itself. */
public final class MapsAccountRequests {
    public static final Watched MAPS =
            Watched.of("maps-keys", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps");
    public static final ObjectNode BODY = Example.body("maps-keys/maps-account-list-keys.json");

    private MapsAccountRequests() {}

    /** The only request of a walk over it. */
    public static ArmRequest request() {
        Scan scan = ScanFixtures.over(MAPS.source(), MAPS.id().text());
        return ArmRequest.entity(MAPS.source(), MAPS.id(), scan, false);
    }
}
