package io.armwatch.service;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which Azure subscriptions this process takes over from other processes, or hands over to them. */
final class HeldSubscriptionsLog {
    private static final Logger LOG = LoggerFactory.getLogger(HeldSubscriptionsLog.class);
    private static final int NAMED = 5;

    private Set<String> before = Set.of();
    private boolean reported;

    /** Logs what differs from the last report, of what is still watched. */
    synchronized void report(Collection<String> held, Collection<String> watched) {
        before = before.stream().filter(watched::contains).collect(toSet());
        lines(held).forEach(LOG::info);
    }

    synchronized List<String> lines(Collection<String> held) {
        List<String> lines = new ArrayList<>();
        Set<String> taken = without(held, before);
        Set<String> handed = without(before, held);
        if (!taken.isEmpty()) {
            lines.add("This process takes over " + named(taken));
        }
        if (!handed.isEmpty()) {
            lines.add("This process hands over " + named(handed));
        }
        if (!reported && held.isEmpty()) {
            lines.add(
                    "This process polls nothing yet: other processes with the same armwatch.application-id hold all that"
                            + " is watched");
        }
        reported = true;
        before = Set.copyOf(held);
        return lines;
    }

    private static Set<String> without(Collection<String> all, Collection<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(Set.copyOf(others));
        return rest;
    }

    private static String named(Collection<String> subscriptions) {
        String some = String.join(", ", subscriptions.stream().limit(NAMED).toList());
        return subscriptions.size()
                + (subscriptions.size() == 1 ? " Azure subscription: " : " Azure subscriptions: ")
                + some
                + (subscriptions.size() > NAMED ? " and " + (subscriptions.size() - NAMED) + " more" : "");
    }
}
