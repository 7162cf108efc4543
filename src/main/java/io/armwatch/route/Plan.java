package io.armwatch.route;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.Scope;
import io.armwatch.azure.Scope.Every;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.One;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the scopes come to: for each source and Azure subscription what is walked over, each resource once. */
final class Plan {
    private final Map<String, Map<String, List<Part>>> parts = new LinkedHashMap<>();

    /**
     * One scope as one source walks over it.
     *
     * @param id what the walk is told about
     * @param below what everything that it can find is below
     * @param list the first list to read; empty for a single resource
     */
    record Part(Source source, String scope, ArmId id, ArmId below, Optional<Start> list) {
        /** Whether whatever this part shows, the other one shows too, which reads a list. */
        boolean isCoveredBy(Part other) {
            boolean wider = !other.below().equals(below)
                    || other.id().key().length() < id.key().length();
            return wider && (below.key() + "/").startsWith(other.below().key() + "/");
        }

        /** What is asked first. */
        Target target() {
            return list.map(start -> Sources.list(source, start.id()))
                    .orElseGet(() -> new Target(source.name(), id, source.keySuffix()));
        }

        Listing listing() {
            Start start = list.orElseThrow();
            return Plan.listing(source.type(), start.id(), start.level());
        }

        /** Whether it is one resource, which needs no list to be found. */
        boolean isSingle() {
            return list.isEmpty();
        }

        /** All single resources of its source and Azure subscription, as one walk: a walk of its own for each would prove no more. */
        Part together() {
            String scope = id.text()
                    .substring(
                            0, "/subscriptions/".length() + id.subscriptionId().length());
            return new Part(source, scope, ArmId.of(scope), ArmId.of(scope), Optional.empty());
        }
    }

    /**
     * A list to begin with.
     *
     * @param level which level of the source's type it lists, from 0
     */
    record Start(ArmId id, int level) {}

    static Plan of(Settings.Watch watch) {
        List<Part> all = new ArrayList<>();
        List<Source> sources = Sources.watched(false);
        for (Scope scope : watch.scopes()) {
            sources.forEach(source -> part(source, scope).ifPresent(all::add));
        }
        Map<String, List<Part>> lists = all.stream()
                .filter(part -> part.list().isPresent())
                .collect(groupingBy(part -> part.below().key()));
        Set<String> added = new HashSet<>();
        Plan plan = new Plan();
        all.stream()
                .filter(part -> (lists.isEmpty() || !isCovered(part, lists))
                        && added.add(part.source().name() + part.id().key()))
                .forEach(plan::add);
        return plan;
    }

    /** The parts of the scopes that name something, also where a wider scope covers them. */
    static List<Part> named(Settings.Watch watch) {
        return watch.scopes().stream()
                .filter(scope -> !(scope instanceof Everything))
                .flatMap(scope -> Sources.watched(false).stream().flatMap(source -> part(source, scope).stream()))
                .toList();
    }

    /** Whether a list shows it that is read over what it is below. */
    private static boolean isCovered(Part part, Map<String, List<Part>> lists) {
        String below = part.below().key();
        for (int end = below.length(); end > 0; end = below.lastIndexOf('/', end - 1)) {
            boolean covered = lists.getOrDefault(below.substring(0, end), List.of()).stream()
                    .anyMatch(other -> other.source() == part.source() && part.isCoveredBy(other));
            if (covered) {
                return true;
            }
        }
        return false;
    }

    private void add(Part part) {
        parts.computeIfAbsent(part.source().name(), name -> new LinkedHashMap<>())
                .computeIfAbsent(part.id().subscriptionId().toLowerCase(Locale.ROOT), subscription -> new ArrayList<>())
                .add(part);
    }

    private static Optional<Part> part(Source source, Scope scope) {
        if (scope instanceof One one) {
            return sameType(source, one.type())
                    ? Optional.of(new Part(source, one.text(), one.id(), one.id(), Optional.empty()))
                    : Optional.empty();
        }
        if (scope instanceof Every every) {
            return sameType(source, every.type()) ? Optional.of(every(source, every)) : Optional.empty();
        }
        Everything everything = (Everything) scope;
        ArmId id = everything.id();
        ResourceType type = source.type();
        ArmId list = ArmId.of(id.text() + "/providers/" + type.namespace() + "/"
                + type.levels().get(0).type());
        return Optional.of(new Part(source, everything.text(), id, id, Optional.of(new Start(list, 0))));
    }

    private static Part every(Source source, Every every) {
        String text = every.text();
        ArmId list = ArmId.of(text.substring(0, text.indexOf("/*")));
        int level = (int) list.type().chars().filter(c -> c == '/').count() - 1;
        ArmId below = list.resourceGroup().isPresent() ? list : ArmId.of("/subscriptions/" + list.subscriptionId());
        return new Part(source, every.text(), list, below, Optional.of(new Start(list, level)));
    }

    private static boolean sameType(Source source, ResourceType type) {
        return source.type().equals(type);
    }

    static Listing listing(ResourceType type, ArmId id, int level) {
        StringBuilder full = new StringBuilder(type.namespace());
        type.levels().subList(0, level + 1).forEach(each -> full.append('/').append(each.type()));
        return new Listing(id, full.toString(), level, type.levels().get(level));
    }

    /** The parts of a source, by lower-cased Azure subscription. */
    Map<String, List<Part>> parts(String source) {
        return parts.getOrDefault(source, Map.of());
    }

    /** The lower-cased Azure subscriptions in which something is watched. */
    Set<String> subscriptions() {
        return parts.values().stream().map(Map::keySet).flatMap(Set::stream).collect(toCollection(TreeSet::new));
    }

    /** All parts there are. */
    List<Part> all() {
        return parts.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .flatMap(List::stream)
                .toList();
    }
}
