package io.armwatch.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;

/** One resource that is watched by itself. */
final class MapsAccount {
    static final Watched MAPS =
            Watched.of("maps-keys", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps");
    static final ObjectNode BODY = Example.body("maps-keys/maps-account-list-keys.json");

    private MapsAccount() {}

    /** The only request of a walk over it. */
    static ArmRequest request() {
        Walk walk = Walks.over(MAPS.source(), MAPS.id().text());
        return ArmRequest.entity(MAPS.source(), MAPS.id(), walk, false);
    }
}
