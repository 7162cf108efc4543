package io.armwatch.poll.plan;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.config.Settings;
import io.armwatch.config.WatchList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plan for what is watched now: the scopes of the watch list, and the Azure subscriptions that the lists of the tenant hold. It
 * changes with either of them.
 */
public final class CurrentPlan {
    private volatile Version version;

    public CurrentPlan(Settings.Watch watch) {
        this.version = Version.of(Written.of(watch), Set.of(), Set.of());
    }

    /**
     * The watch list.
     *
     * @param coverage what the scopes cover that name an Azure subscription themselves
     */
    private record Written(Settings.Watch watch, List<Tenant> tenants, ScopeCoverage coverage) {
        static Written of(Settings.Watch watch) {
            return new Written(
                    watch,
                    watch.scopes().stream()
                            .filter(Tenant.class::isInstance)
                            .map(Tenant.class::cast)
                            .toList(),
                    ScopeCoverage.of(ScanPlan.of(watch), watch));
        }

        /** The scopes, with one for each Azure subscription that the lists of the tenant hold. */
        List<Scope> scopes(Set<String> subscriptions) {
            List<Scope> scopes = new ArrayList<>(watch.scopes());
            int line = tenants.stream().mapToInt(Tenant::line).findFirst().orElse(0);
            new TreeSet<>(subscriptions)
                    .forEach(each -> scopes.add(
                            new Everything("/subscriptions/" + each, line, ArmId.of("/subscriptions/" + each))));
            return scopes;
        }
    }

    /** The plan at one moment, with what it covers. */
    private record Version(
            Written written, Set<String> subscriptions, Set<String> left, ScanPlan plan, ScopeCoverage coverage) {
        static Version of(Written written, Set<String> subscriptions, Set<String> left) {
            Settings.Watch watch = written.watch();
            ScanPlan plan = ScanPlan.of(written.scopes(subscriptions), watch.sources(), watch.exclusions());
            return new Version(
                    written,
                    Set.copyOf(subscriptions),
                    Set.copyOf(left),
                    plan,
                    ScopeCoverage.of(plan, watch).without(left));
        }
    }

    /** The scopes of the tenant. */
    public List<Tenant> tenants() {
        return version.written().tenants();
    }

    /** The scopes and exclusions of the watch list. */
    public WatchList list() {
        return version.written().watch().list();
    }

    public ScanPlan plan() {
        return version.plan();
    }

    public ScopeCoverage coverage() {
        return version.coverage();
    }

    /** What the scopes cover that name an Azure subscription themselves. */
    public ScopeCoverage writtenCoverage() {
        return version.written().coverage();
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
        version = Version.of(version.written(), subscriptions, left);
        return true;
    }

    /** Watches another watch list, and for now the same Azure subscriptions of the tenant. */
    public synchronized void watch(WatchList list) {
        Written other = Written.of(version.written().watch().with(list));
        version = Version.of(other, version.subscriptions(), version.left());
    }

    /** What the watch list excludes although nothing that is watched now holds it. */
    public Exclusions idleExclusions() {
        Version now = version;
        return now.written().watch().exclusions().outside(now.written().scopes(now.subscriptions()));
    }
}
