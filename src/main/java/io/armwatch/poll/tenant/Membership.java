package io.armwatch.poll.tenant;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Azure subscriptions of one list of the tenant, from read to read. One that is missing stays until that is confirmed: such a list is
 * compiled from several sources in Azure, and may lack a subscription for a while. Not thread-safe.
 */
final class Membership {
    private final int confirmations;
    /** By lower-cased Azure subscription: how many reads in a row did not find it. */
    private final Map<String, Integer> missing = new HashMap<>();

    private boolean read;

    /** @param confirmations how many reads in a row must lack an Azure subscription before it counts as left */
    Membership(int confirmations) {
        this.confirmations = confirmations;
    }

    /** The difference that one read makes, as lower-cased Azure subscriptions. */
    record Difference(Set<String> added, Set<String> left) {}

    /** Whether the list was read since this process began. */
    boolean isRead() {
        return read;
    }

    /** Counts Azure subscriptions as members that were watched before this process began, until reads show whether they still are. */
    void assume(Collection<String> subscriptions) {
        if (!read) {
            subscriptions.forEach(each -> missing.putIfAbsent(each, 0));
        }
    }

    /** Takes over what a complete read found. */
    Difference update(Set<String> found) {
        read = true;
        Set<String> added = new TreeSet<>(found);
        added.removeAll(missing.keySet());
        missing.replaceAll((subscription, reads) -> found.contains(subscription) ? 0 : reads + 1);
        added.forEach(each -> missing.put(each, 0));
        Set<String> left = new TreeSet<>();
        missing.forEach((subscription, reads) -> {
            if (reads >= confirmations) {
                left.add(subscription);
            }
        });
        missing.keySet().removeAll(left);
        return new Difference(added, left);
    }

    Set<String> subscriptions() {
        return Set.copyOf(missing.keySet());
    }
}
