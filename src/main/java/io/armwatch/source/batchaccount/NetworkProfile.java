package io.armwatch.source.batchaccount;

import io.armwatch.source.Canonical;
import java.util.List;
import java.util.Optional;

/** The reference's {@code NetworkProfile}: the IP rules of an account with public network access. */
record NetworkProfile(Optional<Access> accountAccess, Optional<Access> nodeManagementAccess) {

    /** The reference's {@code EndpointAccessProfile}. */
    record Access(Optional<String> defaultAction, List<IpRule> ipRules) {
        Access {
            ipRules = Canonical.ordered(ipRules, IpRule::value);
        }
    }

    /** The reference's {@code IPRule}. */
    record IpRule(Optional<String> action, Optional<String> value) {}
}
