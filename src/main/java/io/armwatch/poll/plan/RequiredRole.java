package io.armwatch.poll.plan;

import io.armwatch.azure.ResourceType;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rights that armwatch's identity needs for what is watched, and nothing else.
 *
 * @param actions of Azure's role-based access control, sorted
 * @param scopes the Azure subscriptions and management groups in which they are needed, sorted
 */
public record RequiredRole(List<String> actions, List<String> scopes) {
    /** Lower-cased, the beginning of a management group's id. */
    public static final String MANAGEMENT_GROUP = "/providers/microsoft.management/managementgroups/";
    /** The scope of every Azure subscription that the identity can read. */
    private static final String EVERY_SUBSCRIPTION = "/subscriptions/*";

    public RequiredRole {
        actions = List.copyOf(actions);
        scopes = List.copyOf(scopes);
    }

    /** The role for the watch list, the sources that are watched, and whether the keys of API Management are polled. */
    public static RequiredRole of(Settings.Watch watch) {
        Set<String> actions = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> scopes = new TreeSet<>();
        ScanPlan plan = ScanPlan.of(watch);
        plan.all().forEach(part -> actions.addAll(actions(watch, part)));
        plan.subscriptions().forEach(subscription -> scopes.add("/subscriptions/" + subscription));
        watch.scopes().forEach(scope -> addWide(scope.text(), watch, actions, scopes));
        return new RequiredRole(List.copyOf(actions), List.copyOf(scopes));
    }

    /** Adds a scope over many Azure subscriptions, which may hold every kind of resource. */
    private static void addWide(String scope, Settings.Watch watch, Set<String> actions, Set<String> scopes) {
        boolean group = scope.toLowerCase(Locale.ROOT).startsWith(MANAGEMENT_GROUP);
        if (!group && !scope.equalsIgnoreCase(EVERY_SUBSCRIPTION)) {
            return;
        }
        watch.sources().stream()
                .flatMap(source -> views(watch, source))
                .forEach(view -> actions.addAll(view.actions()));
        if (group) {
            actions.add("Microsoft.Management/managementGroups/descendants/read");
            scopes.add(scope);
        } else {
            actions.add("Microsoft.Resources/subscriptions/read");
        }
    }

    private static Stream<Source> views(Settings.Watch watch, Source source) {
        return watch.apimKeys()
                ? Stream.concat(Stream.of(source), Sources.secondView(source).stream())
                : Stream.of(source);
    }

    /** What a part of the plan needs: no parents above its first list are read, and a named resource is not listed. */
    private static List<String> actions(Settings.Watch watch, Part part) {
        Set<String> unneeded = new HashSet<>(part.source().types().stream()
                .flatMap(type -> reads(type).stream())
                .toList());
        Set<String> needed = new HashSet<>();
        for (ResourceType type : part.types()) {
            List<String> reads = reads(type);
            int first = part.list().map(ScanPlan.Start::level).orElse(reads.size() - 1);
            boolean asksOnly = part.isSingle() && part.source().action().isPresent();
            needed.addAll(reads.subList(asksOnly ? first + 1 : first, reads.size()));
        }
        unneeded.removeAll(needed);
        return views(watch, part.source())
                .flatMap(view -> view.actions().stream())
                .filter(action -> !unneeded.contains(action))
                .filter(action -> !action.endsWith("/action") || isOf(part, action))
                .toList();
    }

    /** Whether a POST action is one on the resources of a part. */
    private static boolean isOf(Part part, String action) {
        return part.types().stream().anyMatch(type -> action.matches(Pattern.quote(type.fullName()) + "/[^/]+/action"));
    }

    /** The actions that read the levels of a type, from the top. */
    private static List<String> reads(ResourceType type) {
        List<String> reads = new ArrayList<>();
        StringBuilder path = new StringBuilder(type.namespace());
        for (ResourceType.Level level : type.levels()) {
            path.append('/').append(level.type());
            reads.add(path + "/read");
        }
        return reads;
    }
}
