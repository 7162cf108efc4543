package io.armwatch.detection;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Deadline;
import io.armwatch.change.Expiry;
import io.armwatch.change.Incident;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.source.Sources;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What metrics count of one known state. Most states have nothing open and nothing that expires: all of a source share one summary.
 *
 * @param source the name of the state's source; empty if it is unknown
 * @param resource whether it is the state of a resource that exists
 * @param incidents the types of its open incidents
 * @param outage why it cannot be polled; empty if it can
 */
public record StateSummary(
        String source, boolean resource, List<String> incidents, Optional<Reason> outage, List<Expiry> expiries) {
    /** A known state that holds no state of a resource, before it was examined. */
    static final StateSummary NOTHING = new StateSummary("", false, List.of(), Optional.empty(), List.of());

    /** By lower-cased resource type. */
    private static final Map<String, String> SOURCES = sources();

    private static final ConcurrentMap<String, StateSummary> PLAIN = new ConcurrentHashMap<>();

    public StateSummary {
        requireNonNull(source, "source");
        incidents = List.copyOf(incidents);
        expiries = List.copyOf(expiries);
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        Sources.scheduled()
                .forEach(source -> source.types()
                        .forEach(type -> sources.put(type.fullName().toLowerCase(Locale.ROOT), source.name())));
        return sources;
    }

    /** Summarizes a known state. */
    static StateSummary of(KnownState known) {
        Target target = known.target();
        boolean resource = known.state().isPresent() && isResource(target);
        List<String> incidents = known.incidents().stream()
                .filter(incident -> !incident.isMark())
                .map(Incident::type)
                .toList();
        Optional<Reason> outage = known.outage().map(Outage::reason);
        List<Expiry> expiries = Expiry.of(deadlines(known));
        return resource && incidents.isEmpty() && outage.isEmpty() && expiries.isEmpty()
                ? plain(target.source())
                : new StateSummary(target.source(), resource, incidents, outage, expiries);
    }

    /** Keys that are read from a resource have a state of their own, but are no resource. */
    private static boolean isResource(Target target) {
        return Sources.of(target).filter(source -> !source.isSecondView()).isPresent();
    }

    private static List<Deadline> deadlines(KnownState known) {
        return known.state()
                .flatMap(state -> Sources.comparison(known.target()).map(comparison -> comparison.deadlines(state)))
                .orElse(List.of());
    }

    /** The summary of a resource's state that was not examined yet: only its source, by the type in its key. */
    static StateSummary unexamined(String key) {
        if (key.contains(Target.LIST)) {
            return NOTHING;
        }
        try {
            String source = SOURCES.get(ArmId.of(key).type().toLowerCase(Locale.ROOT));
            return source == null ? NOTHING : plain(source);
        } catch (IllegalArgumentException noResource) {
            return NOTHING;
        }
    }

    private static StateSummary plain(String source) {
        return PLAIN.computeIfAbsent(
                source, same -> new StateSummary(same, true, List.of(), Optional.empty(), List.of()));
    }
}
