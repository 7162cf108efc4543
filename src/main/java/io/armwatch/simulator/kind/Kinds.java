package io.armwatch.simulator.kind;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The kinds that a simulator serves. */
public final class Kinds {
    /** Reading the folders takes a while, and tests start many simulators. */
    private static final Map<List<String>, Kinds> READ = new ConcurrentHashMap<>();

    private final List<Kind> all;
    private final Kind[] tops;
    private final Optional<Kind> azureSubscription;

    private Kinds(List<Kind> all) {
        this.all = all;
        this.tops = all.stream().filter(kind -> kind.parent().isEmpty()).toArray(Kind[]::new);
        this.azureSubscription = find(Kind.SUBSCRIPTION_TYPE);
    }

    /**
     * The kinds in the fixture folders of these sources, and their parents.
     *
     * @throws IllegalArgumentException if a source has no folder, or its folder is invalid
     */
    public static Kinds of(Collection<String> sources) {
        return READ.computeIfAbsent(List.copyOf(sources), names -> new Kinds(new KindReader(names).read()));
    }

    public List<Kind> all() {
        return all;
    }

    /** The kinds that armwatch polls, in the order of their sources. */
    public Stream<Kind> pollable() {
        return all.stream().filter(Kind::isPollable);
    }

    /** The first kind of each source that armwatch polls, such as the one of services before that of workspaces. */
    public List<Kind> main() {
        Map<String, Kind> bySource = new LinkedHashMap<>();
        pollable().forEach(kind -> bySource.putIfAbsent(kind.source(), kind));
        return List.copyOf(bySource.values());
    }

    /** The kind of a type, such as {@code Microsoft.Maps/accounts}. */
    public Optional<Kind> find(String type) {
        return all.stream().filter(kind -> kind.type().equalsIgnoreCase(type)).findFirst();
    }

    /** The kind of Azure subscriptions. */
    public Optional<Kind> azureSubscription() {
        return azureSubscription;
    }

    /** Runs for every call, so it creates nothing but the result. */
    public boolean hasNamespace(String namespace) {
        for (Kind kind : tops) {
            if (kind.namespace().equalsIgnoreCase(namespace)) {
                return true;
            }
        }
        return false;
    }

    /** The top-level kind of a namespace and type, in any casing. Runs for every call. */
    public Optional<Kind> top(String namespace, String typeName) {
        for (Kind kind : tops) {
            if (kind.typeName().equalsIgnoreCase(typeName) && kind.namespace().equalsIgnoreCase(namespace)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
