package io.armwatch.management.view;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.StoredState;
import io.armwatch.change.Target;
import io.armwatch.management.view.ResourceSummary.Place;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Summaries of all known states of the installation, by state key. It is as large as what is watched. */
public final class KnownIndex {
    private final ConcurrentNavigableMap<String, ResourceSummary> resources = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, ScopeSummary> scopes = new ConcurrentHashMap<>();

    /**
     * Takes a record of the changelog over.
     *
     * @param stored null if the known state is gone
     */
    void apply(String key, byte @Nullable [] stored, Place place) {
        if (stored == null) {
            resources.remove(key);
            scopes.remove(key);
            return;
        }
        StoredState state = StoredState.of(new Target("", idOf(key), ""), stored);
        if (!state.whole()) {
            return;
        }
        KnownState known = state.known();
        if (known.target().isList()) {
            scopes.put(key, ScopeSummary.of(known));
            return;
        }
        ResourceSummary summary = ResourceSummary.of(key, known, place);
        if (summary.isShown()) {
            resources.put(key, summary);
        } else {
            resources.remove(key);
        }
    }

    private static ArmId idOf(String key) {
        int list = key.indexOf(Target.LIST);
        return ArmId.of(list < 0 ? key : key.substring(0, list));
    }

    void clear() {
        resources.clear();
        scopes.clear();
    }

    /** The resources, by state key in order. */
    public Collection<ResourceSummary> resources() {
        return Collections.unmodifiableCollection(resources.values());
    }

    /** The polled parts of a resource: itself, and second views such as {@code listSecrets}. */
    public List<ResourceSummary> parts(ArmId id) {
        NavigableMap<String, ResourceSummary> from =
                resources.subMap(id.key(), true, id.key() + "0", false); // '0' follows '/'
        return from.values().stream()
                .filter(each -> each.id().equalsIgnoreCase(id.text()))
                .toList();
    }

    /** The scopes and lists. */
    public Collection<ScopeSummary> scopes() {
        return Collections.unmodifiableCollection(scopes.values());
    }
}
