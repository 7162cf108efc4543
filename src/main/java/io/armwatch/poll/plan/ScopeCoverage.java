package io.armwatch.poll.plan;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells which resources and lists the plan polls, named by a scope or found in a list. */
public final class ScopeCoverage {
    /** The source name under which outages of the credential are reported. */
    public static final String CREDENTIAL = "credential";

    /** The source name under which outages of the lists of the tenant are reported. */
    public static final String TENANT = "subscriptions";

    private final Map<String, Scopes> bySource;
    private final boolean apimKeys;
    private final Exclusions exclusions;
    private final Set<String> left;

    private ScopeCoverage(Map<String, Scopes> bySource, boolean apimKeys, Exclusions exclusions, Set<String> left) {
        this.bySource = bySource;
        this.apimKeys = apimKeys;
        this.exclusions = exclusions;
        this.left = left;
    }

    /**
     * What the plan covers of one source, by lower-cased ids.
     *
     * @param named resources that a scope names
     * @param below ids of which a list covers everything below, each with the types that the list goes for
     * @param lists lists with which a scan begins, and the ids under which scans are reported
     */
    private record Scopes(Set<String> named, Map<String, Set<String>> below, Set<String> lists) {
        Scopes() {
            this(new HashSet<>(), new HashMap<>(), new HashSet<>());
        }
    }

    /**
     * Finds what the plan covers.
     *
     * @param apimKeys whether the keys of API Management are polled
     */
    public static ScopeCoverage of(ScanPlan plan, boolean apimKeys) {
        return of(plan, apimKeys, Exclusions.NONE);
    }

    /** Finds what the plan for a watch list covers. */
    static ScopeCoverage of(ScanPlan plan, Settings.Watch watch) {
        ScopeCoverage coverage = of(plan, watch.apimKeys(), watch.exclusions());
        Scopes tenants = coverage.bySource.computeIfAbsent(TENANT, name -> new Scopes());
        watch.scopes().stream()
                .filter(Tenant.class::isInstance)
                .map(Tenant.class::cast)
                .forEach(tenant -> tenants.lists().add(tenant.id().key()));
        return coverage;
    }

    private static ScopeCoverage of(ScanPlan plan, boolean apimKeys, Exclusions exclusions) {
        ScopeCoverage coverage = new ScopeCoverage(new HashMap<>(), apimKeys, exclusions, Set.of());
        plan.all().forEach(part -> {
            coverage.add(part);
            plan.covered(part).forEach(coverage::addFallback);
        });
        Scopes credentials = coverage.bySource.computeIfAbsent(CREDENTIAL, name -> new Scopes());
        plan.subscriptions().forEach(subscription -> credentials.lists().add("/subscriptions/" + subscription));
        return coverage;
    }

    /** The same, for when the lists of the tenant no longer hold some Azure subscriptions. */
    ScopeCoverage without(Set<String> subscriptions) {
        return new ScopeCoverage(bySource, apimKeys, exclusions, subscriptions);
    }

    /** Adds a narrower list, which is read if the wider one cannot be. */
    private void addFallback(Part part) {
        if (!part.isSingle()) {
            Scopes scopes = bySource.computeIfAbsent(part.source().name(), name -> new Scopes());
            scopes.lists().add(part.listing().id().key());
        }
    }

    private void add(Part part) {
        Scopes scopes = bySource.computeIfAbsent(part.source().name(), name -> new Scopes());
        scopes.lists().add(part.subscriptionPart().id().key()); // missing rights are reported under it
        if (part.isSingle()) {
            scopes.named().add(part.id().key());
        } else {
            Set<String> types = scopes.below().computeIfAbsent(part.below().key(), key -> new HashSet<>());
            part.types().forEach(type -> types.add(type.fullName().toLowerCase(Locale.ROOT) + "/"));
            scopes.lists().add(part.id().key());
            scopes.lists().add(part.listing().id().key());
        }
    }

    /** The target of a state key; empty if the key belongs to another source or this version does not know it. */
    public static Optional<Target> target(String source, String key) {
        String list = Target.LIST + source;
        if (key.endsWith(list)) {
            return id(key, list).map(id -> new Target(source, id, list));
        }
        return Sources.all().stream()
                .filter(each -> each.name().equals(source) && key.endsWith(each.keySuffix()))
                .flatMap(each -> resource(each, key).stream())
                .findFirst();
    }

    private static Optional<Target> resource(Source source, String key) {
        boolean mayBe = source.types().stream().anyMatch(type -> type.mayBeTypeOf(key))
                && !key.contains(Target.LIST); // cheap test first: most keys belong to other sources
        return mayBe
                ? id(key, source.keySuffix())
                        .filter(id -> source.types().stream().anyMatch(type -> type.isTypeOf(id)))
                        .map(id -> new Target(source.name(), id, source.keySuffix()))
                : Optional.empty();
    }

    private static Optional<ArmId> id(String key, String suffix) {
        try {
            return Optional.of(ArmId.of(key.substring(0, key.length() - suffix.length())));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /** Whether a scope covers a resource or list, so that it is polled. */
    public boolean covers(Target target) {
        Scopes scopes = bySource.get(target.source());
        if (scopes == null || exclusions.contain(target.id())) {
            return false;
        }
        String key = target.id().key();
        if (target.isList()) {
            return scopes.lists().contains(key) || (isNested(target.id()) && isBelow(scopes, target.id()));
        }
        return (target.suffix().isEmpty() || apimKeys)
                && (scopes.named().contains(key) || isBelow(scopes, target.id()));
    }

    /** Whether repeated reads have shown that the tenant no longer has the Azure subscription of a target. */
    boolean hasLeft(Target target) {
        return !left.isEmpty() && left.contains(target.id().subscriptionId().toLowerCase(Locale.ROOT));
    }

    /** Whether a scope names this resource and no list covers it, so that it is polled even when it is gone. */
    public boolean isNamed(Target target) {
        Scopes scopes = bySource.get(target.source());
        return scopes != null && scopes.named().contains(target.id().key()) && !isBelow(scopes, target.id());
    }

    /** Whether a list holds the children of one resource. Such lists are read for each parent that a scan finds. */
    public static boolean isNested(ArmId list) {
        return list.type().chars().filter(c -> c == '/').count() > 1;
    }

    /** Whether a list covers everything below an id that this resource or list is below, and goes for its type. */
    private static boolean isBelow(Scopes scopes, ArmId id) {
        String key = id.key();
        for (int end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
            Set<String> types = scopes.below().get(key.substring(0, end));
            if (types != null && leadsTo(types, id)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsTo(Set<String> types, ArmId id) {
        String type = id.type().toLowerCase(Locale.ROOT) + "/";
        return types.stream().anyMatch(each -> each.startsWith(type));
    }
}
