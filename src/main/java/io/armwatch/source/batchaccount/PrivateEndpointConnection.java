package io.armwatch.source.batchaccount;

import io.armwatch.source.Canonical;
import io.armwatch.source.SystemData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference's {@code PrivateEndpointConnection}, a nested resource, so it keeps id, name and type. */
record PrivateEndpointConnection(
        Optional<String> id,
        Optional<String> name,
        Optional<String> type,
        Map<String, String> tags,
        Optional<SystemData> systemData,
        Optional<Properties> properties) {

    /** The reference's {@code PrivateEndpointConnectionProperties}. */
    record Properties(
            Optional<String> provisioningState,
            Optional<PrivateEndpoint> privateEndpoint,
            List<String> groupIds,
            Optional<ServiceConnectionState> privateLinkServiceConnectionState) {
        Properties {
            groupIds = Canonical.ordered(groupIds);
        }
    }

    record PrivateEndpoint(Optional<String> id) {}

    /** The reference's {@code PrivateLinkServiceConnectionState}. */
    record ServiceConnectionState(
            Optional<String> status, Optional<String> description, Optional<String> actionsRequired) {}
}
