package io.armwatch.poll.plan;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plan for what is watched now: the scopes of the watch list, and the Azure subscriptions that the lists of the tenant hold. Without
 * scopes of the tenant it never changes.
 */
public final class CurrentPlan {
    private final Settings.Watch watch;
    private final ScopeCoverage written;
    private final List<Tenant> tenants;
    private volatile Version version;

    public CurrentPlan(Settings.Watch watch) {
        this.watch = watch;
        this.tenants = watch.scopes().stream()
                .filter(Tenant.class::isInstance)
                .map(Tenant.class::cast)
                .toList();
        this.version = version(Set.of(), Set.of());
        this.written = version.coverage();
    }

    /** The plan at one moment, with what it covers. */
    private record Version(Set<String> subscriptions, Set<String> left, ScanPlan plan, ScopeCoverage coverage) {}

    /** The scopes of the tenant. */
    public List<Tenant> tenants() {
        return tenants;
    }

    public ScanPlan plan() {
        return version.plan();
    }

    public ScopeCoverage coverage() {
        return version.coverage();
    }

    /** What the scopes cover that name an Azure subscription themselves. */
    public ScopeCoverage writtenCoverage() {
        return written;
    }

    /**
     * Sets what the lists of the tenant hold.
     *
     * @param subscriptions the lower-cased Azure subscriptions to watch as a whole
     * @param left the lower-cased Azure subscriptions that the lists no longer hold
     * @return whether the plan is another one now
     */
    public synchronized boolean watch(Set<String> subscriptions, Set<String> left) {
        if (version.subscriptions().equals(subscriptions) && version.left().equals(left)) {
            return false;
        }
        version = version(subscriptions, left);
        return true;
    }

    /** What the watch list excludes although nothing that is watched now holds it. */
    public Exclusions idleExclusions() {
        return watch.exclusions().outside(scopes(version.subscriptions()));
    }

    private List<Scope> scopes(Set<String> subscriptions) {
        List<Scope> scopes = new ArrayList<>(watch.scopes());
        int line = tenants.stream().mapToInt(Tenant::line).findFirst().orElse(0);
        new TreeSet<>(subscriptions)
                .forEach(each ->
                        scopes.add(new Everything("/subscriptions/" + each, line, ArmId.of("/subscriptions/" + each))));
        return scopes;
    }

    private Version version(Set<String> subscriptions, Set<String> left) {
        ScanPlan plan = ScanPlan.of(scopes(subscriptions), watch.sources(), watch.exclusions());
        return new Version(
                Set.copyOf(subscriptions),
                Set.copyOf(left),
                plan,
                ScopeCoverage.of(plan, watch).without(left));
    }
}
