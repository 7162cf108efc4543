package io.armwatch.detection;

import io.armwatch.change.ChangeDetection;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.StateComparison;
import io.armwatch.change.StateCompression;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the known states of a partition that time alone changes. It knows when each state with a deadline is due, so that
 * looking costs nothing while nothing is due; polling does not use it. Only the thread of the store may call it.
 */
final class PassageOfTime {
    private static final Logger LOG = LoggerFactory.getLogger(PassageOfTime.class);
    /** The most states that one call examines: some milliseconds of work. */
    static final int BATCH = 250;

    private final ChangeDetection detection;
    private final PartitionStates states;
    private final Map<String, Instant> dueOf = new HashMap<>();
    private final NavigableSet<Due> order =
            new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::key));
    /** The last key that was examined after the start. */
    private @Nullable String examined;

    private boolean complete;

    PassageOfTime(ChangeDetection detection, PartitionStates states) {
        this.detection = detection;
        this.states = states;
    }

    private record Due(Instant at, String key) {}

    /** A known state that time has changed. */
    record Passed(String key, KnownState before, Accepted result) {}

    /** When the state of a key is due next; empty if never. */
    void update(String key, Optional<Instant> due) {
        Instant before = dueOf.remove(key);
        if (before != null) {
            order.remove(new Due(before, key));
        }
        due.ifPresent(at -> {
            dueOf.put(key, at);
            order.add(new Due(at, key));
        });
    }

    /** Whether every state that was known at the start has been examined. */
    boolean isComplete() {
        return complete;
    }

    /** The states that are due now, the most overdue first; those beyond a batch follow at the next call. */
    List<Passed> due(Instant now) {
        List<String> keys = new ArrayList<>();
        for (Due due : order) {
            if (due.at().isAfter(now) || keys.size() == BATCH) {
                break;
            }
            keys.add(due.key());
        }
        return examine(keys, now);
    }

    /** Examines the next states that were known at the start. */
    List<Passed> examineNext(Instant now) {
        List<String> keys = states.keysAfter(examined, BATCH);
        complete = keys.size() < BATCH;
        if (!keys.isEmpty()) {
            examined = keys.get(keys.size() - 1);
        }
        return examine(keys, now);
    }

    private List<Passed> examine(List<String> keys, Instant now) {
        return keys.stream().flatMap(key -> examine(key, now).stream()).toList();
    }

    /** Leaves the state out of the order; a caller that writes the result calls {@link #update}. */
    private Optional<Passed> examine(String key, Instant now) {
        update(key, Optional.empty());
        try {
            return stored(key).flatMap(known -> examine(key, known, now));
        } catch (RuntimeException e) { // it would repeat forever
            LOG.warn(
                    "What time changes for {} cannot be found ({}); it is looked for again when the resource changes",
                    key,
                    e.toString());
            return Optional.empty();
        }
    }

    private Optional<Passed> examine(String key, KnownState known, Instant now) {
        Optional<StateComparison> comparison = Sources.comparison(known.target());
        Optional<Accepted> passed = comparison.flatMap(each -> detection.passTime(known, now, each));
        if (passed.isEmpty()) {
            update(key, comparison.flatMap(each -> detection.due(known, now, each)));
        }
        return passed.map(result -> new Passed(key, known, result));
    }

    /** The known state of a key, which is summarized for metrics; empty if it has no state of a resource, or cannot be read in full. */
    private Optional<KnownState> stored(String key) {
        byte[] stored = states.get(key).map(Cell::state).orElse(null);
        if (stored == null) {
            return Optional.empty();
        }
        try {
            KnownState known = Json.read(StateCompression.unpack(stored), KnownState.class);
            states.summarize(key, StateSummary.of(known));
            return PartitionStates.isStateless(stored) ? Optional.empty() : Optional.of(known);
        } catch (IOException unreadable) { // the next poll repairs it
            return Optional.empty();
        }
    }
}
