package io.armwatch.management.api;

import io.armwatch.detection.SubscriptionOwners.Owner;
import org.jspecify.annotations.Nullable;

/**
 * A process of the installation.
 *
 * @param address host and port of its status page; null if it has none
 * @param self whether it is the one that answers
 */
record ProcessInfo(String process, @Nullable String address, boolean self) {
    static ProcessInfo of(Owner owner, String ownAddress) {
        return new ProcessInfo(
                owner.process(),
                owner.address().orElse(null),
                owner.address().filter(ownAddress::equals).isPresent());
    }
}
