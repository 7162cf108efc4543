package io.armwatch.poll;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;

/** One resource that is watched by itself. */
public final class MapsAccountRequests {
    public static final PolledResource MAPS =
            PolledResource.of("maps-keys", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps");
    public static final ObjectNode BODY = OfficialExample.body("maps-keys/maps-account-list-keys.json");

    private MapsAccountRequests() {}

    /** The only request of a scan of it. */
    public static ArmRequest request() {
        Scan scan = ScanFixtures.over(MAPS.source(), MAPS.id().text());
        return ArmRequest.entity(MAPS.source(), MAPS.id(), scan, false);
    }
}
